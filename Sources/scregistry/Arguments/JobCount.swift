/// How many of something are done at a time, from 1 to 256.
struct JobCount: ArgumentValue, Equatable {
  /// The number.
  let count: Int

  /// Makes a count of a number that is in the range.
  init(_ count: Int) { self.count = count }

  init(word: String) throws(WrongValue) {
    guard let count = Int(word), (1...256).contains(count) else {
      throw WrongValue("it must be from 1 to 256")
    }
    self.count = count
  }

  var word: String { "\(count)" }
}
