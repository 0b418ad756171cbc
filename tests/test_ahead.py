"""What is asked next is made while the last answer is used, and what goes wrong with it is raised where it is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from gouji.ahead import ahead


def test_the_next_is_made_while_one_is_used() -> None:
    made: list[int] = []
    second_is_made = threading.Event()

    def making() -> Iterator[int]:
        for number in (1, 2):
            made.append(number)
            if number == 2:
                second_is_made.set()
            yield number

    using = ahead(making())
    assert next(using) == 1
    assert second_is_made.wait(10)
    assert list(using) == [2]
    assert made == [1, 2]


def test_what_goes_wrong_is_raised_in_its_turn() -> None:
    def making() -> Iterator[int]:
        yield 1
        raise ValueError("第二个")

    using = ahead(making())
    assert next(using) == 1
    with pytest.raises(ValueError, match="第二个"):
        next(using)


def test_one_that_is_not_used_to_its_end_leaves_no_thread() -> None:
    before = threading.active_count()
    using = ahead(range(100))
    assert next(using) == 0
    using.close()
    assert threading.active_count() == before
