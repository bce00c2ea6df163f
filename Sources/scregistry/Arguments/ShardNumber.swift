internal import Files
internal import Glibc
internal import RegistryValidation

/// A shard of a plan, or the word for the shard that the environment gives.
enum ShardNumber: ArgumentValue, Equatable {
  /// A number from 1, and how many shards there are.
  case number(Int, of: Int)
  /// That of the environment.
  case auto

  init(word: String) throws(WrongValue) {
    if word == "auto" {
      self = .auto
      return
    }
    let parts = word.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count > 0,
      (1...count).contains(number)
    else { throw WrongValue("it must be auto, or a shard such as 3/40") }
    self = .number(number, of: count)
  }

  var word: String {
    switch self {
    case .number(let number, let count): "\(number)/\(count)"
    case .auto: "auto"
    }
  }

  /// The shard.
  ///
  /// - Parameter shards: The number of shards of the plan, if the environment does not give one.
  /// - Returns: The number of the shard, from 1, and how many there are.
  /// - Throws: ``ToolFailure`` if the environment does not tell it.
  func resolved(shards: Int) throws(ToolFailure) -> (number: Int, count: Int) {
    switch self {
    case .number(let number, let count): return (number, count)
    case .auto:
      return try ShardEngine.shard(shards: shards) { Streams().environment($0) }
    }
  }
}

/// An engine that tells its tasks apart by variables of the environment.
struct ShardEngine {
  /// The name of the engine.
  let name: String
  /// The variable with the number of the task.
  let index: String
  /// The number of the first task, or the variable that has it.
  var first: First = .number(0)
  /// The variable with the distance between numbers.
  var step: String?
  /// The variable with the number of tasks.
  var count: String?

  /// Where the numbers begin.
  enum First {
    case number(Int)
    case variable(String)
  }

  /// The engines.
  static let all = [
    ShardEngine(
      name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"),
    ShardEngine(name: "Kubernetes", index: "JOB_COMPLETION_INDEX"),
    ShardEngine(
      name: "Slurm", index: "SLURM_ARRAY_TASK_ID", first: .variable("SLURM_ARRAY_TASK_MIN"),
      step: "SLURM_ARRAY_TASK_STEP", count: "SLURM_ARRAY_TASK_COUNT"),
    ShardEngine(name: "Cloud Run", index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT"),
    ShardEngine(
      name: "GitLab", index: "CI_NODE_INDEX", first: .number(1), count: "CI_NODE_TOTAL"),
    ShardEngine(name: "CircleCI", index: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL"),
    ShardEngine(
      name: "Buildkite", index: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT"),
    ShardEngine(name: "Bazel", index: "TEST_SHARD_INDEX", count: "TEST_TOTAL_SHARDS"),
  ]

  /// Finds the shard of this task.
  ///
  /// - Parameters:
  ///   - shards: The number of shards of the plan, if the engine does not tell the number of tasks.
  ///   - variable: Looks a variable up.
  /// - Returns: The number of the shard, from 1, and how many there are.
  /// - Throws: ``ToolFailure`` if no engine, or two, tell a shard.
  static func shard(
    shards: Int, _ variable: (String) -> String?
  ) throws(ToolFailure) -> (number: Int, count: Int) {
    let running = all.filter { variable($0.index).map { !$0.isEmpty } ?? false }
    guard let engine = running.first else {
      throw ToolFailure(
        "--shard auto: none of the variables "
          + all.map(\.index).joined(separator: ", ") + " is set; pass a shard such as --shard 3/40",
        exitCode: 2)
    }
    guard running.count == 1 else {
      throw ToolFailure(
        "--shard auto: \(running.map(\.index).joined(separator: " and ")) are set; pass a shard "
          + "such as --shard 3/40", exitCode: 2)
    }
    let shard = try engine.shard(shards: shards, variable)
    if engine.name == "Bazel", let path = variable("TEST_SHARD_STATUS_FILE") {
      // Bazel wants to know that shards are understood.
      let descriptor = POSIX.open(path, flags: O_WRONLY | O_CREAT | O_CLOEXEC, mode: 0o666)
      if descriptor >= 0 { close(descriptor) }
    }
    return shard
  }

  private func shard(
    shards: Int, _ variable: (String) -> String?
  ) throws(ToolFailure) -> (number: Int, count: Int) {
    func number(_ name: String) throws(ToolFailure) -> Int? {
      guard let text = variable(name), !text.isEmpty else { return nil }
      guard let number = Int(text) else {
        throw ToolFailure(
          "--shard auto: \(name) is \(text), which is not a number; pass a shard such as --shard "
            + "3/40", exitCode: 2)
      }
      return number
    }
    let first: Int
    switch self.first {
    case .number(let number): first = number
    case .variable(let name): first = try number(name) ?? 0
    }
    let step = try self.step.flatMap { name throws(ToolFailure) in try number(name) } ?? 1
    let count = try self.count.flatMap { name throws(ToolFailure) in try number(name) } ?? shards
    let place = (try number(index) ?? first) - first
    guard step > 0, count > 0, place >= 0, place % step == 0, place / step < count else {
      throw ToolFailure(
        "--shard auto: \(index) is \(variable(index) ?? ""), but there are \(count) shards; give "
          + "\(name) as many tasks as the plan has shards, or pass --shard N/M", exitCode: 2)
    }
    return (place / step + 1, count)
  }
}
