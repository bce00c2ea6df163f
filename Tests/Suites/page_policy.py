"""Writes the digests of the style and the script of pages, which their security policy names.

Usage: page_policy.py [--check]   (from the root of the checkout)
"""

import base64
import hashlib
import pathlib
import sys

TARGET = pathlib.Path("Sources/RegistryReports/Pages/PagePolicy.swift")


def digest(name):
    content = pathlib.Path("Sources/CPageFiles", name).read_bytes()
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def main():
    text = f'''// Written by Tests/Suites/page_policy.py.

/// The policy that allows the style and the script of pages, and nothing else.
enum PagePolicy {{
  /// The digest of `page.css`.
  static let style = "{digest("page.css")}"
  /// The digest of `page.js`.
  static let script = "{digest("page.js")}"

  /// The policy, as browsers read it.
  static let text =
    "default-src 'none'; style-src '\\(style)'; script-src '\\(script)'; img-src data:; "
    + "base-uri 'none'; form-action 'none'"
}}
'''
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit(f"{TARGET} is not up to date; run Tests/Suites/page_policy.py")
    else:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
