# SPDX-License-Identifier: Apache-2.0
"""What the compiler adds against code that goes wrong: ASVS 4.0.3, V14.1. Read from the program itself."""
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from serving import PROGRAM  # noqa: E402


def told(*options: str) -> str:
    command = ["readelf", "--wide", *options, str(PROGRAM)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Hardening(unittest.TestCase):
    def test_v14_1_2_addresses_are_random_and_tables_read_only(self):
        self.assertIn("DYN (Position-Independent Executable file)", told("--file-header"))
        segments = told("--segments")
        self.assertIn("GNU_RELRO", segments)
        self.assertRegex(segments, r"GNU_STACK.* RW ")  # no E: data on the stack cannot be run
        self.assertIn("BIND_NOW", told("--dynamic"))

    def test_v14_1_2_stacks_and_buffers_are_watched(self):
        names = told("--dyn-syms")
        self.assertIn("__stack_chk_fail", names)
        self.assertRegex(names, r"__\w+_chk@GLIBC")
        self.assertRegex(names, r"__(?:memcpy|memmove|snprintf|vsnprintf|read|recv|strcpy|memset)_chk")


if __name__ == "__main__":
    unittest.main()
