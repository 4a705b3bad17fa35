#!/bin/sh
# Makes the virtual environment named by $1, also where the system's Python comes without ensurepip
# (Debian and Ubuntu put it into a package of its own, python3-venv).
set -eu
venv=$1
here=$(dirname "$0")
python=$("$here/find_python.sh")
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi
echo "Making $venv with Python $version"
rm -rf "$venv"

if "$python" -m venv "$venv" >/dev/null 2>&1; then
    exit 0
fi

# No ensurepip: an empty environment, and pip put into it by whichever installer is at hand.
rm -rf "$venv"
if "$python" -m venv --without-pip "$venv" >/dev/null 2>&1; then
    if "$python" -m pip --version >/dev/null 2>&1 &&
        "$python" -m pip --quiet --disable-pip-version-check --python "$venv/bin/python" install pip; then
        exit 0
    fi
    if command -v uv >/dev/null 2>&1 && uv --quiet pip install --python "$venv/bin/python" pip; then
        exit 0
    fi
fi
rm -rf "$venv"
if "$python" -m virtualenv --quiet "$venv" >/dev/null 2>&1; then
    exit 0
fi

rm -rf "$venv"
echo "This Python ($python) cannot make a virtual environment: it has no ensurepip and no pip." >&2
echo "On Debian or Ubuntu: apt-get install python$version-venv   (or: apt-get install python3-venv)" >&2
exit 1
