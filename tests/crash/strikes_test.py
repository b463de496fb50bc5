# SPDX-License-Identifier: Apache-2.0
"""What counts as struck by a kill: only what had begun before it and had not ended."""
import pathlib
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from strikes import CHECKPOINT, IMPORT, KILLS_ENOUGH, SAVE, UNDO, Checkpoints, Strikes  # noqa: E402


class StrikesTest(unittest.TestCase):
    def setUp(self):
        self.strikes = Strikes(has_checkpoints=True)

    def test_a_request_whose_answer_a_kill_took_is_struck(self):
        kill = self.strikes.begin(whole_server=True)
        self.strikes.heard(SAVE, kill.at - 1, kill.at + 1, answered=False)
        self.assertEqual(kill.kinds, {SAVE})

    def test_a_request_before_or_after_or_answered_is_not(self):
        kill = self.strikes.begin(whole_server=True)
        self.strikes.heard(SAVE, kill.at - 2, kill.at - 1, answered=False)
        self.strikes.heard(SAVE, kill.at + 1, kill.at + 2, answered=False)
        self.strikes.heard(SAVE, kill.at - 1, kill.at + 1, answered=True)
        self.assertEqual(kill.kinds, set())

    def test_while_only_the_database_dies_the_server_may_still_answer(self):
        kill = self.strikes.begin(whole_server=False)
        self.strikes.heard(SAVE, kill.at - 1, kill.at + 1, answered=True)
        self.assertEqual(kill.kinds, {SAVE})

    def test_a_job_counts_when_it_ended_only_afterwards(self):
        kill = self.strikes.begin(whole_server=True)
        self.strikes.saw_jobs(kill, [{"kind": "import", "finished_at": "2020-01-01T00:00:00.000Z"},
                                     {"kind": "undo", "finished_at": None}])
        self.assertEqual(kill.kinds, {UNDO})
        self.strikes.saw_jobs(kill, [{"kind": "import", "finished_at": "2999-01-01T00:00:00.000Z"}])
        self.assertEqual(kill.kinds, {UNDO, IMPORT})

    def test_the_kind_that_was_struck_least_is_wanted_and_one_that_never_was_is_a_problem(self):
        for _ in range(KILLS_ENOUGH - 1):
            self.strikes.begin(whole_server=True).kinds.update(self.strikes.required[:-1])
        self.assertEqual(self.strikes.want_least_struck(), CHECKPOINT)
        self.assertEqual(self.strikes.never_struck(), [], "too few kills to tell")
        last = self.strikes.begin(whole_server=True)
        self.assertEqual(len(self.strikes.never_struck()), 1)
        last.kinds.add(CHECKPOINT)
        self.assertEqual(self.strikes.never_struck(), [])

    def test_a_checkpoint_is_under_way_between_its_two_notes(self):
        with tempfile.TemporaryDirectory() as store:
            checkpoints = Checkpoints(store)
            self.assertFalse(checkpoints.under_way(), "there is no index")
            index = pathlib.Path(store, "clientela.db-shm")
            for copied, to_be_copied, under_way in ((0, 0, False), (10, 40, True), (40, 40, False)):
                index.write_bytes(bytes(96) + struct.pack("=I", copied) + bytes(28) + struct.pack("=I", to_be_copied))
                self.assertEqual(checkpoints.under_way(), under_way)

    def test_a_log_that_was_only_recovered_is_not_being_copied(self):
        with tempfile.TemporaryDirectory() as store:
            checkpoints = Checkpoints(store)
            index = pathlib.Path(store, "clientela.db-shm")
            index.write_bytes(bytes(128) + struct.pack("=I", 70))
            checkpoints.begin_life()
            self.assertFalse(checkpoints.under_way())
            index.write_bytes(bytes(128) + struct.pack("=I", 90))
            self.assertTrue(checkpoints.under_way())


if __name__ == "__main__":
    unittest.main()
