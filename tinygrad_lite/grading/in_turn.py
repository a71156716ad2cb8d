"""Threads, pools and event loops in a student's process, which has one thread: what is started is done at once.

A right answer may use them, and in the lesson it passes. Here `thread.start()` runs the thread to its end, and a pool
calls what it is given, so that the outcome is the same in every run as well. What cannot be done one after the other,
to wait for what another thread will do, raises `NotHere`: then a person looks, and nobody has a 0 for it. The same
holds for processes, of which there is one.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinygrad_lite.grading.stand_ins import NotHere

#: Words of a notebook without which nothing of this is there: most need none, and the modules take time to load.
#: (`num_workers` is the engine's, for processes that load data.)
_ANY = ("thread", "Thread", "concurrent", "asyncio", "multiprocessing", "num_workers")
#: Makers of what processes share.
_SHARED = """Manager Lock RLock Condition Semaphore BoundedSemaphore Event Barrier Queue JoinableQueue SimpleQueue Value
    Array""".split()  # noqa: SIM905
WAITS = "a thread that waits for another one. (Here one runs after the other.)"
PROCESSES = "a process of its own. (Here there is one.)"


def install(texts: Iterable[str]) -> None:
    """Make ready what these texts speak of."""
    whole = "\n".join(texts)
    said = {word for word in _ANY if word in whole}
    if said:
        _threads()
    if said & {"concurrent", "asyncio"}:
        _executors()
    if said & {"multiprocessing", "num_workers"}:
        _processes()
    if "asyncio" in said:
        _loops()


def _refuse(why: str) -> Callable[..., Any]:
    def refused(*args: Any, **kwargs: Any) -> Any:
        raise NotHere(why)

    return refused


# -------------------------------------------------------------------------------------------------------------- threads


def _threads() -> None:
    import _thread
    import queue
    import threading

    module: Any = threading
    module.Thread.start, module.Thread.join, module.Thread.is_alive = _start, _join, _is_alive
    module.Lock = module._allocate_lock = Lock
    for name in ("start_new_thread", "start_joinable_thread"):
        for owner, called in ((_thread, name), (threading, f"_{name}")):
            if hasattr(owner, called):
                setattr(owner, called, _refuse(WAITS))
    vars(queue)["SimpleQueue"] = vars(queue)["_PySimpleQueue"]  # the other one waits where nobody sees it


def _start(thread: Any) -> None:
    """Run a thread to its end. An exception in it is its own, as ever; not that it waits for what never comes."""
    import threading

    active: dict[int, Any] = vars(threading)["_active"]
    if thread._started.is_set():
        raise RuntimeError("threads can only be started once")
    thread._started.set()
    here = threading.get_ident()
    starter, active[here] = threading.current_thread(), thread
    thread._ident = here
    try:
        thread.run()
    except NotHere:
        raise
    except SystemExit:
        pass
    except BaseException:
        thread._invoke_excepthook(thread)
    finally:
        thread.over = thread._is_stopped = True
        active[here] = starter


def _is_alive(thread: Any) -> bool:
    return bool(thread._started.is_set() and not getattr(thread, "over", False))


def _join(thread: Any, timeout: float | None = None) -> None:
    import threading

    if not thread._started.is_set():
        raise RuntimeError("cannot join thread before it is started")
    if thread is threading.current_thread():
        raise RuntimeError("cannot join current thread")
    if thread.is_alive():  # it is one that started this one
        _wait(timeout)


def _wait(timeout: float | None) -> None:
    """Wait for what nobody can do meanwhile."""
    if timeout is None or timeout < 0:
        raise NotHere(WAITS)
    time.sleep(timeout)


class Lock:
    """`threading.Lock`. Where it is taken, nobody else can give it back while somebody waits."""

    __module__ = "_thread"  # what an answer uses is judged by where it comes from, and this is not the engine's

    def __init__(self) -> None:
        self.taken = False

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if self.taken and blocking:
            _wait(timeout)
        free, self.taken = not self.taken, True
        return free

    def release(self) -> None:
        if not self.taken:
            raise RuntimeError("release unlocked lock")
        self.taken = False

    def locked(self) -> bool:
        return self.taken

    def _at_fork_reinit(self) -> None:  # Python's own modules ask for it
        self.taken = False

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()


# ---------------------------------------------------------------------------------------------------------------- pools


def _executors() -> None:
    import concurrent.futures

    class InTurn(concurrent.futures.Executor):
        """A pool of `concurrent.futures`: what it is given is done before `submit` returns."""

        __module__ = "concurrent.futures.thread"

        def __init__(
            self, max_workers: int | None = None, *args: Any, initializer: Any = None, initargs: Any = (), **more: Any
        ) -> None:
            if max_workers is not None and max_workers <= 0:
                raise ValueError("max_workers must be greater than 0")
            self._max_workers, self._over = max_workers or 1, False
            if initializer is not None:
                initializer(*initargs)

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future:
            if self._over:
                raise RuntimeError("cannot schedule new futures after shutdown")
            future: concurrent.futures.Future = concurrent.futures.Future()
            future.set_running_or_notify_cancel()
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as problem:
                future.set_exception(problem)
            return future

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            self._over = True

    module: Any = concurrent.futures
    thread = importlib.import_module("concurrent.futures.thread")
    module.ThreadPoolExecutor = vars(thread)["ThreadPoolExecutor"] = module.ProcessPoolExecutor = InTurn


class Pool:
    """A pool of `multiprocessing`, of threads or of processes."""

    __module__ = "multiprocessing.pool"

    def __init__(
        self, processes: int | None = None, initializer: Any = None, initargs: Any = (), *more: Any, **others: Any
    ) -> None:
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None:
            initializer(*initargs)

    def apply(self, func: Callable[..., Any], args: Any = (), kwds: Any = None) -> Any:
        return func(*args, **(kwds or {}))

    def map(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: Any = None) -> list[Any]:
        return [func(item) for item in iterable]

    def starmap(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: Any = None) -> list[Any]:
        return [func(*items) for items in iterable]

    def imap(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: Any = 1) -> Iterator[Any]:
        return map(func, iterable)

    imap_unordered = imap

    def apply_async(
        self, func: Callable[..., Any], args: Any = (), kwds: Any = None, callback: Any = None,
        error_callback: Any = None,
    ) -> Outcome:  # fmt: skip
        return Outcome(lambda: self.apply(func, args, kwds), callback, error_callback)

    def map_async(
        self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: Any = None, callback: Any = None,
        error_callback: Any = None,
    ) -> Outcome:  # fmt: skip
        return Outcome(lambda: self.map(func, iterable), callback, error_callback)

    def starmap_async(
        self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: Any = None, callback: Any = None,
        error_callback: Any = None,
    ) -> Outcome:  # fmt: skip
        return Outcome(lambda: self.starmap(func, iterable), callback, error_callback)

    def close(self) -> None:
        """Nothing runs that could end."""

    terminate = join = close

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Outcome:
    """What came of something that a pool was given."""

    __module__ = "multiprocessing.pool"

    def __init__(self, work: Callable[[], Any], callback: Any, error_callback: Any) -> None:
        self.problem: BaseException | None = None
        try:
            self.value = work()
        except Exception as problem:
            self.problem = problem
        told, what = (callback, lambda: self.value) if self.successful() else (error_callback, lambda: self.problem)
        if told is not None:
            told(what())

    def get(self, timeout: float | None = None) -> Any:
        if self.problem is not None:
            raise self.problem
        return self.value

    def wait(self, timeout: float | None = None) -> None:
        """It is there."""

    def ready(self) -> bool:
        return True

    def successful(self) -> bool:
        return self.problem is None


# ----------------------------------------------------------------------------------------------- processes, event loops


def _processes() -> None:
    import multiprocessing

    owners = [vars(multiprocessing), importlib.import_module("multiprocessing.context").BaseContext]
    pools = vars(importlib.import_module("multiprocessing.pool"))
    pools["Pool"] = pools["ThreadPool"] = owners[0]["Pool"] = Pool
    owners[1].Pool = lambda context, *args, **kwargs: Pool(*args, **kwargs)
    for name in _SHARED:
        owners[0][name] = _refuse(PROCESSES)
        setattr(owners[1], name, _refuse(PROCESSES))
    importlib.import_module("multiprocessing.process").BaseProcess.start = _refuse(PROCESSES)


def _loops() -> None:
    """Event loops without the pair of sockets by which another thread, or a signal, would wake them."""
    if sys.platform == "win32":
        return
    loop = importlib.import_module("asyncio.selector_events").BaseSelectorEventLoop
    for name in ("_make_self_pipe", "_close_self_pipe", "_write_to_self"):
        setattr(loop, name, lambda loop: None)
