// Written by Tests/Suites/page_policy.py.

/// The policy that allows the style and the script of pages, and nothing else.
enum PagePolicy {
  /// The digest of `page.css`.
  static let style = "sha256-6g6OgpmB8gztpoEl50PuIkdzP25QT765iQSLku8A0ec="
  /// The digest of `page.js`.
  static let script = "sha256-NiIthjQLhve/kmwKknSwYxJCNrxVOYQuqditxdcs0cE="

  /// The policy, as browsers read it.
  static let text =
    "default-src 'none'; style-src '\(style)'; script-src '\(script)'; img-src data:; "
    + "base-uri 'none'; form-action 'none'"
}
