# SPDX-License-Identifier: Apache-2.0
"""How much one person may ask for: ASVS 4.0.3, V11.1."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import Site  # noqa: E402


class Limits(unittest.TestCase):
    def test_v11_1_4_one_person_cannot_ask_without_end_and_hinders_nobody(self):
        site = Site("--rate-limit", "1")
        try:
            site.add_person("Rita", "sales_representative")
            rita = site.token_of("rita@example.com")
            answers = [site.ask("GET", "/auth/me") for _ in range(60)]
            refused = [answer for answer in answers if answer.status == 429]
            self.assertEqual([answer.status for answer in answers[:10]], [200] * 10)
            self.assertGreater(len(refused), 10)
            self.assertGreaterEqual(int(refused[0].header("retry-after")), 1)
            self.assertEqual(site.ask("GET", "/auth/me", token=rita).status, 200)
            self.assertEqual(site.ask("GET", "/health/live", token="").status, 200)
        finally:
            site.stop()

    def test_v11_1_3_people_have_so_many_tokens_at_most(self):
        site = Site()
        try:
            session = site.session("ada@example.com")
            made = [site.ask("POST", "/api/v1/tokens", {"name": f"n{number}"}, {"Sec-Fetch-Site": "same-origin"},
                             session=session).status for number in range(55)]
            self.assertEqual(made[0], 201)
            self.assertEqual(made[-1], 409)
        finally:
            site.stop()


if __name__ == "__main__":
    unittest.main()
