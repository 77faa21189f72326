"""Streets for the tests of splits: generated Walks that are too large, and small ones written by hand."""

from hypothesis import strategies as st

from electoral.bench.made_up_walks import degrees, made_up_walk
from walks.split_plan import Place, Range, block_faces, meets

SEEDS = st.integers(0, 10_000)


LARGEST = st.sampled_from([1, 8, 20, 60])
CREEKS = st.sampled_from(["none", "bridge", "round"])


def walks_to_split(largest=LARGEST, creek=CREEKS):
    """Walks of 401 to 1,600 residences; `largest` is the biggest building that they may have."""
    return st.builds(
        made_up_walk,
        st.integers(401, 1600),
        seed=SEEDS,
        layout=st.sampled_from(["grid", "courts"]),
        creek=creek,
        flats=st.sampled_from([0.02, 0.05, 0.1]),
        largest=largest,
        one_sided=st.sampled_from([0.0, 0.15, 0.4]),
    )


def graph_of(walk):
    """The faces of a generated Walk, joined."""
    return meets(
        block_faces(walk.places, walk.ranges, lines=walk.lines), meetings=walk.meetings, lines=walk.lines
    )


class Street:
    """A street of a Walk written by hand: houses on both sides, 18 m apart, from a point in metres."""

    def __init__(self, number, name, *, at=None, step=(18.0, 0.0)):
        self.number, self.name, self.at, self.step = number, name, at, step
        self.places = []

    def houses(self, *numbers, doors=1):
        """So many residences at each of the numbers."""
        for number in numbers:
            odd = number % 2 or not number
            self.places += [
                Place(self.number * 10_000 + len(self.places) + n, self.number, self.name, "odd" if odd else "even",
                      number, self.point(number))
                for n in range(doors)
            ]  # fmt: skip
        return self

    def point(self, number):
        if self.at is None:
            return None
        along, side = (number + 1) // 2, 16.0 if number % 2 else -16.0
        (x, y), (east, north) = self.at, self.step
        off = (0.0, side) if east else (side, 0.0)
        return degrees(x + east * along + off[0], y + north * along + off[1])

    def range(self, side="all", low=0, high=None):
        return Range(self.number, self.name, side, low, high)


def joined(*streets, **known):
    """The graph of streets that are wholly of the Walk."""
    places = [place for street in streets for place in street.places]
    return meets(block_faces(places, [street.range() for street in streets]), **known)
