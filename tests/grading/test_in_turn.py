"""Right answers that use threads, pools or event loops get their points, though a student's process has one thread."""

import inspect
import textwrap

import pytest

from tests.grading.hand_in import Copy, decorated
from tests.grading.test_classroom import sandboxed
from tinygrad_lite.grading import in_turn
from tinygrad_lite.grading.record import GRADED, NEEDS_A_PERSON
from tinygrad_lite.grading.sandbox import Limits, best_tier
from tinygrad_lite.grading.work import Task, grade_one

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")

#: Bodies of right answers; d is the differences, one after the other.
RIGHT = {
    "a pool that maps": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(max_workers=4) as pool:
            return np.mean(list(pool.map(lambda x: x * x, d)))
    """,
    "futures as they are done": """
        import concurrent.futures as cf
        with cf.ThreadPoolExecutor() as pool:
            some = [pool.submit(pow, x, 2) for x in d]
            return np.mean([one.result() for one in cf.as_completed(some)])
    """,
    "a pool of processes": """
        import concurrent.futures
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            return np.mean(list(pool.map(np.square, d)))
    """,
    "threads that are joined": """
        import threading
        squares = {}
        threads = [threading.Thread(target=lambda i: squares.update({i: d[i] ** 2}), args=(i,)) for i in range(len(d))]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        assert not any(thread.is_alive() for thread in threads)
        return np.mean(list(squares.values()))
    """,
    "a class of threads, a lock, a queue": """
        import queue
        from threading import Thread, Lock, current_thread
        todo, lock, total = queue.Queue(), Lock(), []
        for x in d: todo.put(x)
        class Worker(Thread):
            def run(self):
                assert current_thread() is self
                while not todo.empty():
                    x = todo.get()
                    with lock: total.append(x * x)
                    todo.task_done()
        workers = [Worker(daemon=True) for _ in range(3)]
        for worker in workers: worker.start()
        todo.join()
        return sum(total) / len(total)
    """,
    "a thread that fails is its own business": """
        import threading
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join(timeout=1)
        return np.mean(d * d)
    """,
    "an event": """
        import threading
        there = threading.Event()
        threading.Thread(target=there.set).start()
        assert there.wait() and not threading.Event().wait(0.001)
        return np.mean(d * d)
    """,
    "a pool of multiprocessing": """
        from multiprocessing import Pool
        from multiprocessing.pool import ThreadPool
        with ThreadPool(2) as pool, Pool(2) as other:
            later = pool.apply_async(len, (d,))
            return sum(other.starmap(pow, [(x, 2) for x in d])) / later.get(timeout=1)
    """,
    "an event loop": """
        import asyncio
        async def square(x):
            await asyncio.sleep(0)
            return await asyncio.to_thread(lambda: x * x)
        async def all_of_them():
            return await asyncio.gather(*map(square, d))
        return np.mean(asyncio.run(all_of_them()))
    """,
}
#: Right as well, and nothing that can be done one after the other.
WAITING = {
    "a thread that waits": """
        import threading, queue
        todo, squares = queue.Queue(), []
        def work():
            while (x := todo.get()) is not None: squares.append(x * x)
        thread = threading.Thread(target=work)
        thread.start()
        for x in [*d, None]: todo.put(x)
        thread.join()
        return np.mean(squares)
    """,
    "a simple queue": """
        from queue import SimpleQueue
        from threading import Thread
        there, back = SimpleQueue(), SimpleQueue()
        Thread(target=lambda: back.put(np.mean(there.get() ** 2))).start()
        there.put(d)
        return back.get()
    """,
    "a bare thread": """
        import _thread
        _thread.start_new_thread(print, ())
        return np.mean(d * d)
    """,
    "a process": """
        import multiprocessing
        queue = multiprocessing.Queue()
        process = multiprocessing.Process(target=lambda: queue.put(np.mean(d * d)))
        process.start()
        return queue.get()
    """,
}


def mark(body):
    """What comes out for loss/mse; all others have to be right."""
    lines = "d = np.ravel(predicted - target)\n" + textwrap.dedent(body).strip("\n")
    answer = f"def mse(predicted, target):\n{textwrap.indent(lines, '    ')}\n"
    data = Copy().solve().write("loss/mse", decorated("loss/mse", answer)).data()
    record = grade_one(Task("s", "s/02_loss.ipynb", data, 7, best_tier(), Limits(), None, {}, places=False))
    assert (record.state, record.why) == (GRADED, "")
    assert {one.id for one in record.marks if one.status != "right"} <= {"loss/mse"}
    return next(one for one in record.marks if one.id == "loss/mse")


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT)
def test_a_right_answer_gets_its_points(body):
    found = mark(body)
    assert (found.status, found.auto) == ("right", found.points), found.card


@pytest.mark.parametrize("body", WAITING.values(), ids=WAITING)
def test_a_person_looks_at_what_cannot_be_done_in_turn(body):
    found = mark(body)
    assert (found.state, found.auto) == (NEEDS_A_PERSON, None)
    assert "(Here" in found.why


def test_a_wrong_answer_stays_wrong():
    assert mark(RIGHT["a pool that maps"].replace("x * x", "abs(x)")).status == "wrong"


def test_nothing_here_passes_for_a_part_of_the_engine():
    """What uses the engine is not by hand; a lock or a pool of the notebook's is none of it."""
    classes = [one for one in vars(in_turn).values() if isinstance(one, type) and one.__name__ != "NotHere"]
    assert {one.__name__ for one in classes} >= {"Lock", "Pool", "Outcome"}
    assert not [one for one in classes if one.__module__.startswith("tinygrad_lite")]
    assert "class InTurn" in inspect.getsource(in_turn._executors)
    assert '__module__ = "concurrent.futures.thread"' in inspect.getsource(in_turn._executors)
