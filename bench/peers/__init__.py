"""Other engines, installed from their registries and driven through their own checkout."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bench.peers import oscar, vendure
from bench.results import Peer
from tests.support.postgres import Postgres

Measuring = Callable[[Postgres, Path, float], Peer]

PEERS: Mapping[str, Measuring] = {oscar.NAME: oscar.measure, vendure.NAME: vendure.measure}
