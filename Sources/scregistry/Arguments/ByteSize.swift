/// A number of bytes, such as 512M.
struct ByteSize: ArgumentValue, Equatable {
  /// The number.
  let bytes: Int

  init(word: String) throws(WrongValue) {
    let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = word.last.flatMap { shifts[$0] }
    let digits = shift == nil ? word[...] : word.dropLast()
    guard let number = Int(digits), number > 0, number <= Int.max >> (shift ?? 0) else {
      throw WrongValue("it must be a number of bytes such as 512M")
    }
    bytes = number << (shift ?? 0)
  }

  var word: String { "\(bytes)" }
}
