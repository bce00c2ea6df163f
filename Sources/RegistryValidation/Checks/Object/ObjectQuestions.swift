internal import ObjectStorage
internal import SharedCloudRegistry

/// Rows whose objects are requested one by one, many at a time.
struct ObjectQuestions {
  /// One row.
  struct Question {
    var row: IndexRowReader.Row
    var line: [UInt8]
    var key: String
  }

  private var questions: [Question] = []
  private var store: ObjectTree?
  /// Rows whose objects are in another bucket.
  private var others: [(Question, ObjectTree)] = []

  /// How many are requested together; they are in memory meanwhile.
  private static let most = 8192

  /// Whether to send the requests.
  var isFull: Bool { questions.count + others.count >= Self.most }

  /// Adds a row.
  mutating func add(
    _ row: IndexRowReader.Row, in line: Span<UInt8>, key: String, store: ObjectTree
  ) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    for index in 0..<line.count { bytes.append(line[index]) }
    let question = Question(row: row, line: bytes, key: key)
    if let own = self.store, own.displayName(of: "") != store.displayName(of: "") {
      others.append((question, store))
    } else {
      self.store = store
      questions.append(question)
    }
  }

  /// Requests all, and forgets them.
  ///
  /// - Returns: The rows, each with the metadata of its object, nil if it does not exist.
  mutating func answers() async -> [(Question, Result<ObjectInfo?, StoreError>)] {
    var answers: [(Question, Result<ObjectInfo?, StoreError>)] = []
    if let store, !questions.isEmpty {
      answers = zip(questions, await store.heads(of: questions.map(\.key))).map {
        ($0, WebAnswer.object($1, at: $0.key, of: store))
      }
    }
    for (question, store) in others {
      answers += await store.heads(of: [question.key]).map {
        (question, WebAnswer.object($0, at: question.key, of: store))
      }
    }
    questions.removeAll(keepingCapacity: true)
    others.removeAll()
    return answers
  }
}
