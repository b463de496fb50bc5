# SPDX-License-Identifier: Apache-2.0
"""A short round of tests/crash/kill.py on each store; `make kill` does the long one."""
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import kill  # noqa: E402

KILLS = 15
KILLS_OF_POSTGRES = 10  # it takes longer to come back


class Kill(unittest.TestCase):
    def test_nothing_answered_is_lost_on_sqlite(self):
        self.assertEqual(kill.torture(kill.stores.Sqlite, KILLS, random.randrange(10**6)), [])

    def test_nothing_answered_is_lost_on_postgres(self):
        self.assertEqual(kill.torture(kill.durable_postgres, KILLS_OF_POSTGRES, random.randrange(10**6)), [])
