"""Simulation of a system without POSIX."""

# simulates a system without POSIX for later imports; Python and pytest have theirs already
WITHOUT_POSIX = """
import asyncio, contextlib, multiprocessing, os, signal, subprocess, sys
import pytest
with contextlib.suppress(ImportError):  # plugins of pytest may use it
    import platformdirs
for name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "killpg", "mkfifo", "setuid", "wait4"):
    delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGSTOP"):
    delattr(signal, name)
"""
