#!/bin/sh
# Prints the newest Python on PATH that Ringup runs on, or says plainly what is missing.
# Each candidate is really run: a version manager's shim may exist and refuse.
for candidate in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
echo "Ringup needs Python 3.11 or newer, and none was found on PATH." >&2
echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)," >&2
echo "or name it: make demo PYTHON=/path/to/python3.13" >&2
exit 1
