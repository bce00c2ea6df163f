import Testing

@testable import scregistry

@Suite("The shard of an engine")
struct ShardEngineTests {
  static let known: [([String: String], number: Int, count: Int)] = [
    (["AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "3"], 1, 3),
    (["AWS_BATCH_JOB_ARRAY_INDEX": "39"], 40, 40),
    (["JOB_COMPLETION_INDEX": "7"], 8, 40),
    (
      ["SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "9"], 5, 9
    ),
    (
      [
        "SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_STEP": "4",
        "SLURM_ARRAY_TASK_COUNT": "3",
      ], 3, 3
    ),
    (["CLOUD_RUN_TASK_INDEX": "1", "CLOUD_RUN_TASK_COUNT": "2"], 2, 2),
    (["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"], 1, 2),
    (["CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "2"], 2, 2),
    (["BUILDKITE_PARALLEL_JOB": "1", "BUILDKITE_PARALLEL_JOB_COUNT": "2"], 2, 2),
    (["TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2"], 2, 2),
  ]

  @Test("is taken from its variables", arguments: known.indices)
  func taken(index: Int) throws {
    let (variables, number, count) = Self.known[index]
    let shard = try ShardEngine.shard(shards: 40) { variables[$0] }
    #expect(shard.number == number && shard.count == count)
  }

  static let unknown: [[String: String]] = [
    [:], ["JOB_COMPLETION_INDEX": ""], ["JOB_COMPLETION_INDEX": "40"],
    ["JOB_COMPLETION_INDEX": "-1"], ["JOB_COMPLETION_INDEX": "x"],
    ["CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "2"],
    ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "0"],
    ["JOB_COMPLETION_INDEX": "1", "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"],
    ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_STEP": "4"],
  ]

  @Test("is refused if the variables are missing or contradict one another", arguments: unknown)
  func refused(variables: [String: String]) {
    #expect(throws: ToolFailure.self) { try ShardEngine.shard(shards: 40) { variables[$0] } }
  }
}
