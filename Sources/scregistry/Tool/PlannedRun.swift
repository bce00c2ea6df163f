internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The settings of a plan as a validator of this machine.
struct PlannedRun {
  let settings: PlannedSettings
  /// The access to storages, which each machine has for itself.
  let storage: StorageFlags
  /// The present time; nil to ignore it.
  let now: SCRTime?

  /// The configuration of the plan; nil if it has none.
  func configuration() throws -> Configuration? {
    try settings.configuration.map { file in
      try Configuration(parsing: Array(file.text.utf8), path: file.path)
    }
  }

  /// Makes the validator.
  ///
  /// - Parameter jobs: The number of files to read at a time.
  /// - Returns: A validator with the settings of the plan.
  /// - Throws: The error of a configuration or baseline that this program can't read.
  func validator(jobs: Int) throws -> Validator {
    let applied = AppliedConfiguration(
      settings.flags(storage), over: try configuration(), at: now)
    var options = Validator.Options()
    applied.configure(&options)
    options.roots = settings.roots
    options.jobs = jobs
    options.kind = settings.kind
    options.now = now
    options.listedPerRule = settings.listedPerRule ?? options.listedPerRule
    if let baseline = try baseline() { options.listMore(for: baseline) }
    return Validator(options)
  }

  /// The baseline of the plan; nil if it has none.
  func baseline() throws -> Baseline? {
    try settings.baseline.map { file in
      try Baseline(reading: Array(file.text.utf8), name: file.path)
    }
  }
}

extension ShardError: ToolError {
  var lines: String { "scregistry: \(self)\n" }

  /// 3 if something is missing or could not be read, 2 if something is wrong.
  var exitCode: Int32 {
    switch code {
    case .missing, .unread, .changed: 3
    case .unusable, .differs: 2
    }
  }
}
