#!/bin/sh
# Builds the C miniports here into the .sys files beside them, with the i686 compiler of mingw-w64
# (Debian: gcc-mingw-w64-i686). The same compiler gives the same bytes: no timestamps, and the
# checksum is the linker's. Section alignment 0x80 is what most Windows XP drivers have.
set -eu
cd "$(dirname "$0")"
for source in *.c; do
    i686-w64-mingw32-gcc -std=c11 -Wall -Wextra -Wno-unused-parameter -Werror -Os -march=i686 \
        -mpreferred-stack-boundary=2 -mno-stack-arg-probe \
        -mno-accumulate-outgoing-args -fomit-frame-pointer \
        -ffreestanding -fno-builtin -fno-asynchronous-unwind-tables -fno-ident \
        -Iinclude -nostdlib -shared -s \
        -Wl,--subsystem,native -Wl,--entry,_DriverEntry@8 -Wl,--exclude-all-symbols \
        -Wl,--image-base,0x10000 -Wl,--section-alignment,0x80 -Wl,--file-alignment,0x80 \
        -Wl,--enable-reloc-section -Wl,--no-insert-timestamp \
        -o "${source%.c}.sys" "$source" -lndis -lntoskrnl -lhal
    chmod a-x "${source%.c}.sys"
done
