internal import Formats
internal import SharedCloudRegistry

extension Report.Parts {
  /// Removes secrets: a target may be a signed URL, and a message may quote one.
  ///
  /// The edits of fixes stay as they are, since they are written into files.
  mutating func redact() {
    for index in targets.indices {
      targets[index].uri = Redaction.of(targets[index].uri)
      targets[index].coverage.redact()
    }
    for index in timelines.indices {
      timelines[index].target = Redaction.of(timelines[index].target)
      for year in timelines[index].years.indices {
        timelines[index].years[year].uri = Redaction.of(timelines[index].years[year].uri)
      }
      for file in timelines[index].unread.indices {
        timelines[index].unread[file].uri = timelines[index].unread[file].uri.map(Redaction.of)
      }
    }
    files = ExactDictionary(
      files.map { (Redaction.of($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    for index in findings.indices { findings[index].redact() }
    for index in notices.indices {
      notices[index].message = Redaction.of(notices[index].message)
      notices[index].uri = notices[index].uri.map(Redaction.of)
    }
  }
}

extension Finding {
  /// The finding without secrets, and with the fingerprint that it has then.
  var redacted: Finding {
    var finding = self
    finding.redact()
    return finding
  }

  fileprivate mutating func redact() {
    message = Redaction.of(message)
    location.uri = Redaction.of(location.uri)
    location.key = Redaction.of(location.key)
    countedIn = countedIn.map(Redaction.of)
    expected = expected.map(Redaction.of)
    actual = actual.map(Redaction.of)
    if let text = excerpt?.text { excerpt?.text = Redaction.of(text) }
    for index in related.indices {
      related[index].uri = Redaction.of(related[index].uri)
      related[index].message = Redaction.of(related[index].message)
    }
  }
}

extension Coverage {
  /// Removes secrets from the reasons.
  fileprivate mutating func redact() {
    rewriteReasons { Redaction.of($0) }
  }
}
