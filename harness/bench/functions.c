/* What the bench measures the processor with: the kinds of loops that drivers have.
 *
 * build.sh links them at one address into functions.bin, which begins with the addresses of all
 * functions in the order of the table below. */
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;
#define STDCALL __attribute__((stdcall, noinline, used))

__asm__(".text\n"
        ".long _crcBitwise@8, _crcTable@12, _copyDwords@12, _copyRepeated@12\n"
        ".long _walkList@4, _runStates@8, _serveRing@16, _switchOnly@8, _callOnly@8\n");

/* The Ethernet CRC of a multicast filter, bit by bit. */
u32 STDCALL crcBitwise(const u8 *bytes, u32 count)
{
    u32 crc = ~0u;
    for (u32 n = 0; n < count; n++) {
        crc ^= bytes[n];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

u32 STDCALL crcTable(const u8 *bytes, u32 count, const u32 *table)
{
    u32 crc = ~0u;
    for (u32 n = 0; n < count; n++)
        crc = table[(crc ^ bytes[n]) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

void STDCALL copyDwords(volatile u32 *to, const volatile u32 *from, u32 count)
{
    for (u32 n = 0; n < count; n++)
        to[n] = from[n];
}

void STDCALL copyRepeated(void *to, const void *from, u32 count)
{
    __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
}

struct link {
    struct link *next;
    u32 status, length;
};

u32 STDCALL walkList(const struct link *link)
{
    u32 sum = 0;
    for (; link; link = link->next) {
        sum += link->length;
        if (link->status & 1)
            sum ^= link->status;
    }
    return sum;
}

static u32 STDCALL mix(u32 a, u32 b)
{
    return a * 33 + (b >> 2) + (a > b);
}

/* A state machine over bytes: a jump table, and now and then a call. */
u32 STDCALL runStates(const u8 *bytes, u32 count)
{
    u32 state = 0;
    for (u32 n = 0; n < count; n++) {
        switch (bytes[n] & 7) {
        case 0: state += 2; break;
        case 1: state = mix(state, n); break;
        case 2: state ^= n; break;
        case 3: state = state > n ? state - n : state + 5; break;
        case 4: state = state << 7 | state >> 25; break;
        case 5: if ((int)state < 0) state = -state; break;
        case 6: state *= 5; break;
        default: state += bytes[(n * 7) & 0xFFF];
        }
    }
    return state;
}

struct descriptor {
    u32 status, length;
    const u16 *buffer;
    u32 unused;
};

static u32 STDCALL checksum(const u16 *words, u32 byteCount)
{
    u32 sum = 0;
    for (; byteCount > 1; byteCount -= 2)
        sum += *words++;
    while (sum >> 16)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return ~sum & 0xFFFF;
}

/* Serves a ring of received frames; each is checked and passed on to an imported function. */
u32 STDCALL serveRing(volatile struct descriptor *ring, u32 count,
                      void(__attribute__((stdcall)) *indicate)(u32, const u16 *, u32), u32 context)
{
    u32 sum = 0;
    for (u32 n = 0; n < count; n++) {
        if (!(ring[n].status & 0x80000000u))
            continue;
        sum += checksum(ring[n].buffer, 20);
        indicate(context, ring[n].buffer, ring[n].length);
        ring[n].status &= ~0x80000000u;
    }
    return sum;
}

/* Nothing but a jump through a table for each byte. */
u32 STDCALL switchOnly(const u8 *bytes, u32 count)
{
    u32 sum = 0;
    while (count--)
        switch (*bytes++ & 7) {
        case 0: sum += 3; break;
        case 1: sum ^= 5; break;
        case 2: sum -= 7; break;
        case 3: sum = ~sum; break;
        case 4: sum <<= 1; break;
        case 5: sum >>= 1; break;
        case 6: sum *= 3; break;
        default: sum = -sum;
        }
    return sum;
}

/* Nothing but calls of an imported function. */
void STDCALL callOnly(void(__attribute__((stdcall)) *imported)(u32), u32 count)
{
    while (count--)
        imported(count);
}
