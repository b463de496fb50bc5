# SPDX-License-Identifier: Apache-2.0
"""The server's own TLS: ASVS 4.0.3, V3.4, V9.1 and V14.4."""
import pathlib
import socket
import ssl
import sys
import unittest
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from site_under_attack import Site  # noqa: E402


def setUpModule():
    global site
    site = Site(secure=True)


def tearDownModule():
    site.stop()


def shake_hands(lowest, highest, ciphers: str = "ALL:@SECLEVEL=0") -> str:
    """The protocol agreed upon, or nothing."""
    context = site.trusting()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers(ciphers)
        context.minimum_version, context.maximum_version = lowest, highest
    try:
        with socket.create_connection(("127.0.0.1", site.port), 10) as plain, context.wrap_socket(plain) as line:
            return f"{line.version()} {line.cipher()[0]}"
    except (ssl.SSLError, ConnectionResetError):
        return ""


class Tls(unittest.TestCase):
    def test_v9_1_1_nothing_is_answered_in_the_clear(self):
        with socket.create_connection(("127.0.0.1", site.port), 10) as line:
            line.sendall(b"GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n")
            self.assertNotIn(b"HTTP/1.1", line.recv(4096))

    def test_v9_1_2_only_ciphers_with_forward_secrecy_and_integrity_are_taken(self):
        version = ssl.TLSVersion.TLSv1_2
        for weak in ("AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384",
                     "DHE-RSA-AES128-GCM-SHA256", "aNULL", "CAMELLIA"):
            self.assertEqual(shake_hands(version, version, f"{weak}:@SECLEVEL=0"), "", weak)
        self.assertRegex(shake_hands(version, version), "^TLSv1.2 ECDHE-.*(GCM|CHACHA20)")

    def test_v9_1_3_only_tls_1_2_and_1_3_are_spoken(self):
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            self.assertEqual(shake_hands(version, version), "", version)
        self.assertRegex(shake_hands(ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3), "^TLSv1.3 ")

    def test_v3_4_1_the_cookie_never_travels_in_the_clear(self):
        cookie = site.sign_in("ada@example.com").header("set-cookie")
        self.assertTrue(cookie.endswith("; Secure"), cookie)

    def test_v3_4_4_no_neighbour_can_plant_the_cookie(self):
        cookie = site.sign_in("ada@example.com").header("set-cookie")
        self.assertRegex(cookie, r"^__Host-clientela_session=[\w-]{43}; Path=/; ")
        self.assertNotIn("Domain", cookie)
        session = cookie.split(";")[0]
        self.assertEqual(site.ask("GET", "/auth/me", session=session).status, 200)
        planted = session.removeprefix("__Host-")
        self.assertEqual(site.ask("GET", "/auth/me", session=planted).status, 401)

    def test_v14_4_5_browsers_are_told_to_stay_with_tls(self):
        for path in ("/health/live", "/api/v1/accounts", "/nowhere.js"):
            age = site.ask("GET", path).header("strict-transport-security")
            self.assertGreaterEqual(int(age.split("max-age=")[1].split(";")[0]), 15_724_800, path)

    def test_v13_2_3_our_own_page_without_tls_is_a_foreign_page(self):
        session = site.sign_in("ada@example.com").session()
        for origin, status in ((f"http://{site.host}", 403), (f"https://{site.host}", 200)):
            answer = site.ask("PATCH", "/auth/me", {"language": "es"}, {"Origin": origin}, session=session)
            self.assertEqual(answer.status, status, origin)


if __name__ == "__main__":
    unittest.main()
