"""Counts in memory cost little, stay few, and are gone when they are over."""

import threading
import time

from ringup.web.counters import Counters


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_count_lives_for_its_window_and_no_longer():
    clock = Clock()
    counters = Counters(clock)
    assert [counters.count("a", 60), counters.count("a", 60, 5)] == [1, 6]
    assert (counters.counted("a"), counters.end("a")) == (6, 60)
    clock.now = 60
    assert (counters.counted("a"), counters.end("a")) == (0, 60)
    assert counters.count("a", 60) == 1


def test_what_is_over_is_forgotten_as_others_come():
    clock = Clock()
    counters = Counters(clock)
    for number in range(100):
        counters.count(f"early {number}", 60)
    clock.now = 61
    for number in range(50):
        counters.count(f"late {number}", 60)
    assert len(counters) == 50


def test_there_are_never_more_than_the_most_and_the_newest_stay():
    counters = Counters(Clock(), most=10)
    for number in range(1000):
        counters.count(str(number), 3600)
    assert [counters.counted(str(number)) for number in (989, 990, 999)] == [0, 1, 1]
    assert len(counters) == 10


def test_no_thread_and_no_search_through_all_counts_stands_behind_it():
    counters = Counters()
    threads = threading.active_count()
    for number in range(50_000):
        counters.count(str(number), 3600)
    started = time.process_time()
    for number in range(1_000):
        counters.count(str(number), 3600)
    # Microseconds each; looking through fifty thousand would be a second and more for all.
    assert time.process_time() - started < 0.2
    assert threading.active_count() == threads
