/// What is known about a pair after a look at it.
struct LookResult: Sendable {
  /// The pair with all that is known.
  var pair: ObjectPair
  /// The judgement.
  var judgement: Judgement
  /// The requests that failed, for people.
  var failures: [String] = []
  /// Whether the look was interrupted before it told anything.
  var isInterrupted = false
}
