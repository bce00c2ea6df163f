/// A part of a whole, in percent.
struct Share: ArgumentValue {
  /// The part of 1.
  let part: Double
  let word: String

  init(word: String) throws(WrongValue) {
    guard word.hasSuffix("%"), let percent = Double(word.dropLast()), (0...100).contains(percent)
    else { throw WrongValue("it must be a share such as 5%") }
    part = percent / 100
    self.word = word
  }

  /// Makes a share of whole percents.
  ///
  /// - Parameter percent: From 0 to 100.
  init(percent: Int) {
    part = Double(percent) / 100
    word = "\(percent)%"
  }
}
