#!/bin/sh
# Builds functions.c into functions.bin, with the i686 compiler of mingw-w64 (Debian:
# gcc-mingw-w64-i686).
set -eu
cd "$(dirname "$0")"
out=$(mktemp -d)
i686-w64-mingw32-gcc -std=gnu11 -Wall -Wextra -Werror -O2 -march=i686 -ffreestanding -fno-builtin \
    -mpreferred-stack-boundary=2 -fno-asynchronous-unwind-tables -fno-ident -fno-toplevel-reorder \
    -fno-ipa-sra -fno-ipa-cp -c -o "$out/functions.o" functions.c
i686-w64-mingw32-ld --image-base 0x80100000 -e _crcBitwise@8 -o "$out/functions.exe" "$out/functions.o"
i686-w64-mingw32-objcopy -O binary -j .text -j .rdata "$out/functions.exe" functions.bin
rm -r "$out"
