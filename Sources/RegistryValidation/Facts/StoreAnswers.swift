internal import Formats
internal import Locks
internal import ObjectStorage

/// What stores answered while a plan was made, so that a merge needs no store.
final class StoreAnswers: Sendable {
  /// A question to a store.
  struct Question: Sendable, Hashable {
    /// The address of the store.
    var store: ExactText
    /// The kind of question, and what it is about.
    var about: [ExactText]

    init(_ store: String, about: [String]) {
      self.store = ExactText(store)
      self.about = about.map { ExactText($0) }
    }

    /// The content of an object.
    static func read(_ store: String, at key: String) -> Question {
      .init(store, about: ["read", key])
    }

    /// All objects of a directory.
    static func list(_ store: String) -> Question { .init(store, about: ["list"]) }

    /// The metadata of an object.
    static func head(_ store: String, at key: String) -> Question {
      .init(store, about: ["head", key])
    }

    /// A page of a listing.
    static func page(_ store: String, for query: ListingQuery) -> Question {
      .init(
        store,
        about: ["page", query.prefix, query.delimiter ?? "", query.continuation ?? ""])
    }
  }

  /// An answer.
  enum Answer: Sendable {
    case bytes([UInt8])
    case listing(ObjectListing)
    case info(ObjectInfo)
    case page(ListingPage)
    case failure(StoreError)
  }

  private let answers = Lock<[Question: Answer]>([:])

  /// Keeps an answer; a later one to the same question replaces it.
  func keep(_ answer: Answer, to question: Question) {
    answers.withLock { $0[question] = answer }
  }

  /// The answer to a question; nil if it was not asked.
  func answer(to question: Question) -> Answer? { answers.withLock { $0[question] } }

  /// Changes an answer, if there is one.
  func change(_ question: Question, _ change: @Sendable (inout Answer) -> Void) {
    answers.withLock { answers in
      guard var answer = answers[question] else { return }
      change(&answer)
      answers[question] = answer
    }
  }

  /// All answers, in an order that never depends on timing.
  var all: [(question: Question, answer: Answer)] {
    answers.withLock { $0 }.sorted {
      $0.key.store == $1.key.store
        ? $0.key.about.lexicographicallyPrecedes($1.key.about) : $0.key.store < $1.key.store
    }.map { ($0.key, $0.value) }
  }

  /// Forgets all answers.
  func removeAll() { answers.withLock { $0.removeAll() } }
}
