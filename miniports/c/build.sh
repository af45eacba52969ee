#!/bin/sh
# Builds the C miniports here into .sys files, with the i686 compiler of mingw-w64 (Debian:
# gcc-mingw-w64-i686): one of each file here and under faulty/, beside it, and e1000.sys of e1000/.
#
#   build.sh                 writes the .sys files, and compiler.txt, which says what they are made by
#   build.sh --check FOLDER  builds into FOLDER and compares; exit code 3 if another version of the
#                            compiler made those that are here, so that they need not be the same
#
# The same compiler gives the same bytes: no timestamps, and the checksum is the linker's. Section
# alignment 0x80 is what most Windows XP drivers have.
set -eu

compiler=i686-w64-mingw32-gcc
case "$#,${1-}" in
0,) target= ;;
2,--check) mkdir -p "$2" && target=$(cd "$2" && pwd) ;;
*)
    echo "build.sh takes nothing, or --check FOLDER" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")"
if ! command -v "$compiler" > /dev/null; then
    echo "build.sh needs $compiler, which is not here; Debian has it in gcc-mingw-w64-i686" >&2
    exit 2
fi
[ -n "$target" ] || target=$(pwd)
version=$($compiler --version | head -n 1)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compile SOURCE... gives one object of them all.
compile() {
    "$compiler" -std=c11 -Wall -Wextra -Wno-unused-parameter -Werror -Os -march=i686 \
        -mpreferred-stack-boundary=2 -mno-stack-arg-probe -mno-accumulate-outgoing-args \
        -fomit-frame-pointer -ffreestanding -fno-builtin -fno-asynchronous-unwind-tables \
        -fno-ident -fno-strict-aliasing -Iinclude -nostdlib -r -o "$work/driver.o" "$@"
}

# Makes an import library of each module, with no more in it than the object needs: an image holds
# the places of its imports in the module's list, which shall not change when others are added.
# mingw-w64's own libraries lack some functions of ndis.sys.
import_libraries() {
    i686-w64-mingw32-nm --undefined-only "$work/driver.o" |
        sed -e 's/^ *U //' -e 's/^__imp_//' -e 's/^_//' > "$work/symbols"
    for module in ndis ntoskrnl hal; do
        definitions="include/generated/$module.def"
        { head -n 3 "$definitions"; grep -Fx -f "$work/symbols" "$definitions" || true; } \
            > "$work/$module.def"
        i686-w64-mingw32-dlltool --kill-at --input-def "$work/$module.def" \
            --output-lib "$work/lib$module.a"
    done
}

# build NAME SOURCE...
build() {
    output="$target/$1.sys"
    shift
    mkdir -p "$(dirname "$output")"
    compile "$@"
    import_libraries
    "$compiler" -nostdlib -shared -s \
        -Wl,--subsystem,native -Wl,--entry,_DriverEntry@8 -Wl,--exclude-all-symbols \
        -Wl,--image-base,0x10000 -Wl,--section-alignment,0x80 -Wl,--file-alignment,0x80 \
        -Wl,--enable-reloc-section -Wl,--no-insert-timestamp \
        -o "$output" "$work/driver.o" -L"$work" -lndis -lntoskrnl -lhal
    chmod a-x "$output"
}

for source in *.c faulty/*.c; do build "${source%.c}" "$source"; done
build e1000 e1000/*.c

if [ "$target" = "$(pwd)" ]; then
    echo "$version" > compiler.txt
elif [ "$version" != "$(cat compiler.txt)" ]; then
    echo "built by $version; those here are by $(cat compiler.txt), and are not compared"
    exit 3
else
    for image in *.sys faulty/*.sys; do cmp "$image" "$target/$image"; done
fi
