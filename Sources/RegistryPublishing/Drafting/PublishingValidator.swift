internal import RegistryValidation
internal import SharedCloudRegistry

extension Validator {
  /// Creates a validator with the rules for publications: the strict ones, and those for the
  /// Python client.
  init(publishingAt now: SCRTime) {
    var options = Options()
    options.profile = .strict
    options.jobs = 4
    options.now = now
    // Rules that are off here describe what the client misses in registries that are right.
    let client = RuleSettings(.clientSafe, of: options.rules)
    for (code, severity) in client.severities
    where options.settings.severities[code].map({ $0 < severity }) ?? false {
      options.settings.set(severity, for: code, by: "the publisher")
    }
    self.init(options)
  }
}
