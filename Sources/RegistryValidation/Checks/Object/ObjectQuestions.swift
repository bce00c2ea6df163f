internal import SharedCloudRegistry

/// Rows whose objects are to be asked for one by one, many at a time.
struct ObjectQuestions {
  private struct Question {
    var row: IndexRowReader.Row
    var line: [UInt8]
    var key: String
  }

  private var questions: [Question] = []
  private var store: StorageStore?
  /// Rows of another bucket than the others.
  private var others: [(Question, StorageStore)] = []

  /// How many are asked together; they are in memory meanwhile.
  private static let most = 4096

  /// Whether it is time to ask.
  var isFull: Bool { questions.count + others.count >= Self.most }

  /// Adds a row.
  mutating func add(
    _ row: IndexRowReader.Row, _ line: Span<UInt8>, _ key: String, _ store: StorageStore
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

  /// Asks for all, and forgets them.
  ///
  /// - Parameter body: Is given the size of each object, nil where there is none, the row and the
  ///   bytes of its line.
  mutating func answerAll(
    _ body: (Result<Int?, StoreError>, IndexRowReader.Row, Span<UInt8>) -> Void
  ) {
    if let store, !questions.isEmpty {
      for (question, answer) in zip(questions, store.sizes(of: questions.map(\.key))) {
        body(answer, question.row, question.line.span)
      }
    }
    for (question, store) in others {
      for answer in store.sizes(of: [question.key]) {
        body(answer, question.row, question.line.span)
      }
    }
    questions.removeAll(keepingCapacity: true)
    others.removeAll()
  }
}
