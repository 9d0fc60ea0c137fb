"""stemma scale on a Ray cluster: two nodes with processes of their own, on loopback. The same tables as on one machine,
also when a worker or a whole node is killed in mid-run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemma.errors import UsageError
from stemma.scale import cluster, engine, running, work
from tests.scaling import bytes_of, inputs

pytestmark = pytest.mark.usefixtures("nodes")

PATIENCE = 90.0  # seconds
HOLD = "STEMMA_TEST_HOLD"  # folder in which workers say that they have begun, and wait for the word to go on
STARTS = 5  # Ray gives a node up whose helpers take over 15 seconds to start, as they do on a busy machine


class Nodes:
    """A cluster whose nodes can be killed."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        self.cluster = Cluster(initialize_head=True, head_node_args={"include_dashboard": False, **_ports()})
        self.second = self.cluster.add_node(**_ports())

    def kill_second(self) -> None:
        """End all processes of the second node at once, as when a machine loses power."""
        for process in _with_children(self.second.all_processes["raylet"][0].process.pid):
            os.kill(process, signal.SIGKILL)


def _with_children(process: int) -> list[int]:
    """A process with all that it started, directly or not."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    found = [process]
    for parent in found:
        found += [int(one.split()[0]) for one in told.splitlines() if int(one.split()[1]) == parent]
    return found


def _ports() -> dict[str, object]:
    """Settings of a node; with ports given, it need not wait for each of its helpers to tell one."""
    free = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    ports = [one.getsockname()[1] for one in free]
    for one in free:
        one.close()
    names = ("metrics_agent_port", "metrics_export_port", "runtime_env_agent_port", "dashboard_agent_listen_port")
    return {"num_cpus": 1, "node_ip_address": "127.0.0.1", "object_store_memory": 100 << 20,
            **dict(zip(names, ports, strict=True))}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory) -> Iterator[Nodes]:
    try:
        import ray  # noqa: F401
    except ImportError:
        from tests.conftest import _without

        _without("Ray is not installed: install stemma[cluster]")
    folder = tmp_path_factory.mktemp("ray")
    # Something that the tests install parses a grammar for a second when it is imported, and Ray imports it in each of
    # its many processes, though nothing of it is used.
    (folder / "rfc3987_syntax.py").write_text("raise ImportError\n")
    (folder / "held").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(Path(__file__).parents[1])]))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("RAY_health_check_period_ms", "1000")  # a node is given up after five looks in vain
        patch.setenv(HOLD, str(folder / "held"))
        started = _started()
        patch.setenv("RAY_ADDRESS", started.cluster.address)
        yield started
        cluster.leave()
        started.cluster.shutdown()


def _started() -> Nodes:
    for tries in range(STARTS):
        try:
            return Nodes()
        except Exception:
            if tries == STARTS - 1:
                raise
    raise AssertionError


@pytest.fixture(scope="module")
def given(tmp_path_factory) -> Path:
    return inputs(tmp_path_factory.mktemp("scale") / "in")


@pytest.fixture(scope="module")
def whole(given, tmp_path_factory) -> dict[str, bytes]:
    """What comes out on this machine alone."""
    out = tmp_path_factory.mktemp("scale") / "out"
    running.scale([str(given)], str(out), runner="native", workers=2)
    return bytes_of(out)


def held(packed: bytes) -> bytes:
    """A unit's work, not begun before the test says so."""
    folder = Path(os.environ[HOLD])
    (folder / f"begun-{os.getpid()}").touch()
    until = time.monotonic() + PATIENCE
    while not (folder / "go").exists() and time.monotonic() < until:
        time.sleep(0.02)
    return work.do(packed)


class Run(threading.Thread):
    """A run over the cluster that waits in the middle of its first units."""

    def __init__(self, given: Path, out: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(daemon=True)
        self.folder = Path(os.environ[HOLD])
        for left in self.folder.iterdir():
            left.unlink()
        self.given, self.out, self.error = given, out, None
        patch.setattr(running.work, "do", held)
        self.start()

    def run(self) -> None:
        try:
            running.scale([str(self.given)], str(self.out), runner="ray")
        except BaseException as error:
            self.error = error

    def begun(self) -> list[int]:
        """Ids of the worker processes, as soon as two are at work."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.is_alive():
            found = sorted(int(path.name.split("-")[1]) for path in self.folder.glob("begun-*"))
            if len(found) == 2:
                return found
            time.sleep(0.02)
        raise AssertionError(f"two workers were to begin: {self.error}")

    def result(self) -> dict[str, bytes]:
        """Go on to the end; what has come out."""
        (self.folder / "go").touch()
        self.join(PATIENCE)
        assert not self.is_alive(), "the run hangs"
        assert self.error is None, self.error
        return bytes_of(self.out)


def test_a_cluster_gives_the_same_tables_as_one_machine(given, whole, tmp_path):
    found = running.scale([str(given)], str(tmp_path / "out"), runner="ray")
    assert (found.new, found.failed) == (4, ())
    assert bytes_of(tmp_path / "out") == whole
    assert len(whole) > 20


def test_a_worker_that_is_killed_in_mid_run_changes_nothing(given, whole, tmp_path, monkeypatch):
    run = Run(given, tmp_path / "out", monkeypatch)
    os.kill(run.begun()[0], signal.SIGKILL)
    assert run.result() == whole


def test_a_command_that_is_killed_leaves_nothing_behind(given, tmp_path):
    command = [sys.executable, "-m", "stemma", "scale", str(given), "--out", str(tmp_path / "out"), "--runner", "ray"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    while len(found := _with_children(process.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    process.kill()
    process.wait()
    driver = Path(f"/proc/{max(found)}")
    while driver.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert len(found) == 3, "the command, its driver and what frees shared memory"
    assert not driver.exists()


def test_a_node_that_is_lost_in_mid_run_changes_nothing(nodes, given, whole, tmp_path, monkeypatch):
    broken, spread = [], engine.spread

    def watched(*arguments):
        try:
            yield from spread(*arguments)
        except engine.EngineBroke as error:
            broken.append(str(error))
            raise

    monkeypatch.setattr(engine, "spread", watched)
    run = Run(given, tmp_path / "out", monkeypatch)
    run.begun()
    nodes.kill_second()
    until = time.monotonic() + PATIENCE
    while not broken and time.monotonic() < until:
        time.sleep(0.1)
    assert run.result() == whole
    assert broken == ["A machine of the cluster was lost (127.0.0.1)."]


def test_an_address_where_no_cluster_answers_is_told_plainly(given, tmp_path, monkeypatch):
    for address, words in (("127.0.0.1:1", "No Ray cluster answers at 127.0.0.1:1"), ("ray://x:1", "Start Stemma on")):
        monkeypatch.setenv("RAY_ADDRESS", address)
        with pytest.raises(UsageError, match=words):
            running.scale([str(given)], str(tmp_path / "out"), runner="ray")
