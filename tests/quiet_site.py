"""Everything that people do with Stemma on one machine, in a namespace without a network; run as a program of its own.

`python -m tests.quiet_site FOLDER` prints JSON: what any Python process tried to reach, and how many packets the kernel
found no way for, before and after an attempt that is made on purpose. The first count is of all programs, native code
included: with no interface but loopback, whatever is sent elsewhere has no route.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

ELSEWHERE = ("203.0.113.7", 80)  # TEST-NET-3, RFC 5737
SWITCHES = ("DO_NOT_TRACK", "DAFT_ANALYTICS_ENABLED", "RAY_USAGE_STATS_ENABLED", "SCARF_NO_ANALYTICS")
PAGES = ("/", "/reports", "/parties", "/places", "/review", "/search?words=dravik", "/log", "/export", "/me.json")

# Loaded by every Python process that is started, since it lies in PYTHONPATH under this name.
GUARD = '''
import ipaddress, os, sys

def _near(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False

def _watch(event, given):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = given[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = given[1][0] if isinstance(given[1], tuple) else None
    else:
        return
    if not _near(host):
        with open(os.environ["QUIET_LOG"], "a") as log:
            log.write(f"{event} {given[0] if event.startswith('socket.get') else given[1]} {sys.argv[:3]}\\n")
        if os.environ.get("QUIET_RAISES"):
            raise OSError("no network")

sys.addaudithook(_watch)
'''


def main(folder: Path) -> None:
    """Run everything, and print what was tried."""
    alone = _loopback_up()
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(GUARD)
    log = folder / "tried.log"
    log.touch()
    env = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    env |= {"PYTHONPATH": f"{folder / 'guard'}{os.pathsep}{os.getcwd()}", "QUIET_LOG": str(log)}
    env |= {} if alone else {"QUIET_RAISES": "1"}
    before = _unrouted()
    said = _use(folder, env)
    after, tried = _unrouted(), log.read_text().splitlines()
    subprocess.run([sys.executable, "-c", f"import socket; socket.create_connection({ELSEWHERE}, 2)"], env=env,
                   stderr=subprocess.DEVNULL, check=False)
    print(json.dumps({"alone": alone, "tried": tried, "unrouted": after - before, "said": said,
                      "tried_on_purpose": len(log.read_text().splitlines()) - len(tried),
                      "unrouted_on_purpose": _unrouted() - after}))


def _loopback_up() -> bool:
    """Put the loopback interface of this namespace up; False where this is no namespace of its own."""
    names = {name for _, name in socket.if_nameindex()}
    if names != {"lo"}:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        fcntl.ioctl(line, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: IFF_UP, IFF_RUNNING
    return True


def _unrouted() -> int:
    """Packets for which the kernel had no way, of both versions of the protocol."""
    rows = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Ip:")]
    four = int(dict(zip(*rows, strict=True))["OutNoRoutes"])
    six = Path("/proc/net/snmp6")
    found = re.search(r"Ip6OutNoRoutes\s+(\d+)", six.read_text()) if six.exists() else None
    return four + (int(found[1]) if found else 0)


def _use(folder: Path, env: dict[str, str]) -> list[str]:
    """What people do, one command after another; what went wrong."""
    case, reports = str(folder / "a.case"), folder / "reports"
    commands = [
        ["build", case, str(reports), "--tagger", "fast"], ["check", case], ["brief", case, "1"],
        ["report", case, "-o", str(folder / "a.html")],
        ["export", case, "--to", "dossier", "-o", str(folder / "a.json")],
        ["export", case, "--to", "ftm", "--private", "-o", str(folder / "a.ftm")],
        ["scale", str(folder / "in.jsonl"), "--out", str(folder / "tables"), "--workers", "1"],
    ]
    wrong = []
    for command in commands:
        done = subprocess.run([sys.executable, "-m", "stemma", *command], env=env, capture_output=True, text=True,
                              check=False)
        if done.returncode:
            wrong.append(f"{command[0]}: {done.returncode}: {done.stderr[-500:]}")
    return wrong + _served(case, env)


def _served(case: str, env: dict[str, str]) -> list[str]:
    command = [sys.executable, "-m", "stemma", "serve", case, "--port", "0", "--name", "Q"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        try:
            port = int(re.search(r":(\d+)/", program.stdout.readline())[1])
            wrong = [f"{path}: {status}" for path in PAGES if (status := _status(port, path)) != 200]
        finally:
            program.terminate()
    return wrong


def _status(port: int, path: str) -> int:
    until = time.monotonic() + 30
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
            return answer.status
        except OSError:
            if time.monotonic() > until:
                return 0
            time.sleep(0.1)
        finally:
            line.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
