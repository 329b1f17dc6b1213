"""Coverage-guided fuzzing of one harness: `python fuzz NAME [options of libFuzzer]`.

The fuzzer runs until it is stopped, or for -runs=N executions.
"""

import gc
import importlib
import sys
import tempfile
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import atheris
import tomlkit

HARNESSES = ("loader", "profiles", "exporters", "importers", "server", "resumes")
HERE = Path(__file__).parent
FOUND, FIGURES = HERE / "found", HERE / "figures.toml"
# executions of a full run, whose figures are written to FIGURES
FULL = 1_000_000
# seconds and MiB for each input, and its greatest length in bytes
LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=4096", f"-artifact_prefix={FOUND}/")


class Run:
    """A harness that counts its executions, saves one input for each kind of failure, and continues."""

    def __init__(self, name: str, attempt: Callable[[bytes], None], runs: int) -> None:
        self._name, self._attempt, self._runs = name, attempt, runs
        self._executions = 0
        self._found: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """Run the harness on an input."""
        self._executions += 1
        try:
            self._attempt(data)
        except Exception as error:
            self._keep(error, data)
        if self._executions == self._runs:
            self._end()

    def _keep(self, error: Exception, data: bytes) -> None:
        *_, last = traceback.extract_tb(error.__traceback__)
        kind = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
        if kind not in self._found:
            self._found.add(kind)
            path = FOUND / f"{self._name}-{sha256(kind.encode()).hexdigest()[:12]}"
            path.write_bytes(data)
            print(f"{self._name}: found {kind}, saved as {path}", flush=True)
            traceback.print_exception(error)

    def _end(self) -> None:
        print(f"{self._name}: executions {self._executions}, findings {len(self._found)}", flush=True)
        if self._executions >= FULL:
            figures = tomlkit.parse(FIGURES.read_text(encoding="utf-8"))
            figures[self._name] = {"executions": self._executions, "findings": len(self._found)}
            FIGURES.write_text(tomlkit.dumps(figures), encoding="utf-8")


def main() -> None:
    """Run the harness named on the command line."""
    if len(sys.argv) < 2 or sys.argv[1] not in HARNESSES:
        sys.exit(f"usage: python fuzz {'|'.join(HARNESSES)} [-runs={FULL}] [options of libFuzzer]")
    name, options = sys.argv[1], sys.argv[2:]
    # the titles in twelve scripts, which the tests share with the harnesses
    sys.path.append(str(HERE.parent / "tests"))
    with atheris.instrument_imports(include=["mlgraph"]):
        harness = importlib.import_module(name)
    runs = [int(option.removeprefix("-runs=")) for option in options if option.startswith("-runs=")]
    FOUND.mkdir(exist_ok=True)
    gc.freeze()  # a tenth faster, since the collector need not visit what is loaded
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(harness.SEEDS):
            Path(folder, str(number)).write_bytes(seed)
        atheris.Setup([name, *LIMITS, *options, folder], Run(name, harness.attempt, *runs[-1:] or (0,)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
