internal import RegistryValidation
internal import SharedCloudRegistry

extension Validator {
  /// Creates a validator with the rules for publications: the strict ones, and those for the
  /// Python client.
  init(publishingAt now: SCRTime) {
    self.init()
    profile = .strict
    jobs = 4
    self.now = now
    // Rules that are off here describe what the client misses in registries that are right.
    let client = RuleSettings(.clientSafe, of: rules)
    for (code, severity) in client.severities
    where settings.severities[code].map({ $0 < severity }) ?? false {
      settings.set(severity, for: code, by: "the publisher")
    }
  }
}
