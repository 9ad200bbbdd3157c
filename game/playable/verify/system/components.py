"""An order in which what leads on comes before what it leads to, rings taken together."""

from __future__ import annotations

from collections.abc import Sequence


def strongly_connected(successors: Sequence[Sequence[int]], start: int = 0) -> list[list[int]]:
    """The strongly connected components that `start` leads to, each before those that it leads to.

    Tarjan's algorithm (SIAM J. Comput. 1, 1972) without recursion. Within a component the order is that in which a
    depth-first walk leaves, reversed, so that most steps go forward.
    """
    index = [0] * len(successors)  # when first met, from 1
    low = [0] * len(successors)
    path, stack, components, after = [start], [start], list[list[int]](), [0] * len(successors)
    follow = {start: iter(successors[start])}
    met = index[start] = low[start] = 1
    left = 0
    done = bytearray(len(successors))
    while path:
        at = path[-1]
        for to in follow[at]:
            if not index[to]:
                met += 1
                index[to] = low[to] = met
                path.append(to)
                stack.append(to)
                follow[to] = iter(successors[to])
                break
            if not done[to] and index[to] < low[at]:
                low[at] = index[to]
        else:
            path.pop()
            del follow[at]
            left += 1
            after[at] = left
            if path and low[at] < low[path[-1]]:
                low[path[-1]] = low[at]
            if low[at] == index[at]:
                cut = _last(stack, at)
                component = stack[cut:]
                del stack[cut:]
                for one in component:
                    done[one] = 1
                components.append(sorted(component, key=after.__getitem__, reverse=True))
    components.reverse()
    return components


def _last(stack: list[int], at: int) -> int:
    cut = len(stack) - 1
    while stack[cut] != at:
        cut -= 1
    return cut
