extension ObjectAddress {
  /// Whether the bucket can be the name of a bucket or a host: it begins with a letter or digit and
  /// has no white space, backslashes, placeholders such as `<bucket>`, or other signs that no
  /// address has there.
  ///
  /// Spec: SCR 1.1 §3, "a fully qualified pointer"; the documents' schemas have the same pattern.
  package var hasBucketName: Bool {
    let bytes = bucket.utf8
    guard let first = bytes.first, first >= 0x80 || first == 0x5B || Self.isAlphanumeric(first)
    else { return false }
    return !bytes.contains { byte in
      byte <= 0x20 || byte == 0x7F || #"\<>"{}|^`?#%*$,;()!'"#.utf8.contains(byte)
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
