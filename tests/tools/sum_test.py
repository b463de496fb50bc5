# SPDX-License-Identifier: Apache-2.0
"""tools/test counts what the suites report and hides no failure."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tidy_test import load  # noqa: E402

tool = load("test")


def counts(outcome) -> tuple:
    return outcome.passed, outcome.failed, outcome.skipped


def gtest(*tests) -> dict:
    return {"testsuites": [{"name": "S", "testsuite": list(tests)}]}


class Sum(unittest.TestCase):
    def test_gtest(self):
        outcome = tool.read_gtest(gtest(
            {"name": "a", "status": "RUN", "result": "COMPLETED"},
            {"name": "b", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "x"}]},
            {"name": "c", "status": "RUN", "result": "SKIPPED"},
            {"name": "d", "status": "NOTRUN", "result": "SUPPRESSED"}))
        self.assertEqual(counts(outcome), (1, 1, 2))
        self.assertEqual(outcome.problems, ["S.b"])

    def test_vitest_file_that_does_not_load_is_a_failure(self):
        outcome = tool.read_vitest({"testResults": [
            {"name": "x", "status": "passed", "assertionResults": [{"status": "passed", "fullName": "f"}]},
            {"name": "y", "status": "failed", "message": "no such module", "assertionResults": []}]})
        self.assertEqual(counts(outcome), (1, 1, 0))

    def test_our_own_runners(self):
        report = {"passed": 3, "failed": 1, "skipped": 2, "problems": ["login.mjs: no page"]}
        self.assertEqual(counts(tool.read_counts(report)), (3, 1, 2))

    def test_a_crash_without_a_failed_test_is_a_failure(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as report:
            json.dump(gtest({"name": "a", "status": "RUN", "result": "COMPLETED"}), report)
            report.flush()
            path = pathlib.Path(report.name)
            self.assertEqual(counts(tool.read_report(path, tool.read_gtest, "")), (1, 0, 0))
            self.assertEqual(counts(tool.read_report(path, tool.read_gtest, "was ended by signal 11")), (1, 1, 0))

    def test_no_report_and_an_empty_one_are_failures(self):
        path = pathlib.Path("/nonexistent/report.json")
        self.assertEqual(counts(tool.read_report(path, tool.read_gtest, "")), (0, 1, 0))
        with tempfile.NamedTemporaryFile("w", suffix=".json") as report:
            report.write(json.dumps(gtest()))
            report.flush()
            self.assertEqual(counts(tool.read_report(pathlib.Path(report.name), tool.read_gtest, "")), (0, 1, 0))

    def test_a_command_that_hangs_or_fails_is_named(self):
        self.assertIn("did not end", tool.run(["sleep", "60"], 0.005))
        self.assertIn("status 3", tool.run(["sh", "-c", "exit 3"], 1))
        self.assertEqual(tool.run(["true"], 1), "")


if __name__ == "__main__":
    unittest.main()
