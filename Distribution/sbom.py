"""The list of what the program contains, in SPDX 2.3 (JSON)."""

import hashlib
import json
import re
import subprocess
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent
# Name, license, and the name of the package of pkg-config or Debian that tells the version.
LINKED = [
    ("libyaml", "MIT", "yaml-0.1"),
    ("zlib", "Zlib", "zlib"),
    ("zstd", "BSD-3-Clause", "libzstd"),
    ("openssl", "Apache-2.0", "libcrypto"),
]


def first_line(*command):
    """The first line that a command prints; NOASSERTION if it cannot run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "NOASSERTION"
    return (done.stdout.splitlines() or ["NOASSERTION"])[0].strip() or "NOASSERTION"


def swift_version():
    found = re.search(r"Swift version ([0-9.]+)", first_line("swift", "--version"))
    return found.group(1) if found else "NOASSERTION"


def swift_packages():
    """Names and versions of the packages in Package.swift, which pins them."""
    text = (SOURCES / "Package.swift").read_text(encoding="utf-8")
    for url, version in re.findall(r'\.package\(url: "([^"]+)", exact: "([^"]+)"', text):
        yield url.rsplit("/", 1)[1].removesuffix(".git"), version


def packages():
    yield "swift-runtime", swift_version(), "Apache-2.0 WITH Swift-exception"
    for name, version in swift_packages():
        yield name, version, "Apache-2.0 WITH Swift-exception"
    for name, license, module in LINKED:
        yield name, first_line("pkg-config", "--modversion", module), license
    yield "libstdc++", first_line("c++", "-dumpfullversion"), "GPL-3.0-only WITH GCC-exception-3.1"


def entry(name, version, license):
    made = {"SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name), "name": name,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": license,
            "licenseDeclared": license, "copyrightText": "NOASSERTION"}
    if version != "NOASSERTION":
        made["versionInfo"] = version
    return made


def document(version, program, seconds):
    """Returns the document as bytes.

    version is that of the program, program its bytes, seconds the time since 1970 to write into it.
    """
    digest = hashlib.sha256(program).hexdigest()
    own = entry("scregistry", version, "MIT") | {
        "primaryPackagePurpose": "APPLICATION", "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}
    contained = [entry(*package) for package in packages()]
    return (json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"scregistry-{version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/scregistry-{version}-{digest}",
        "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds)),
                         "creators": [f"Tool: scregistry-{version}"]},
        "packages": [own] + contained,
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                           "relatedSpdxElement": own["SPDXID"]}]
        + [{"spdxElementId": own["SPDXID"], "relationshipType": "STATIC_LINK",
            "relatedSpdxElement": package["SPDXID"]} for package in contained],
    }, indent=2) + "\n").encode()
