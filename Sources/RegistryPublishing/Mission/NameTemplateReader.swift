/// Turns a template of names into a regular expression.
struct NameTemplateReader {
  private let scalars: [Unicode.Scalar]
  private var offset = 0
  /// The regular expression so far.
  private(set) var pattern = ""
  /// The meanings of the named groups of the expression.
  private(set) var fields: [String: NameTemplate.Field] = [:]
  /// The start that all names share.
  private(set) var literalStart: [UInt8] = []
  private var isAtStart = true
  /// The elements so far, and whether each is inside of `%{…}`.
  private var elements: [NameTemplate.Field: Bool] = [:]
  private var run = DigitRun()
  /// The ends of the template's parts in the template and in the pattern.
  private(set) var partEnds: [(template: Int, pattern: Int)] = []

  /// The characters that have a meaning in a regular expression.
  private static let syntax = Set("^$\\.*+?()[]{}|".unicodeScalars)

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private typealias Fault = NameTemplate.Fault

  /// Reads the template to its end.
  mutating func readAll() throws(NameTemplate.Fault) {
    guard !scalars.isEmpty else { throw Fault(offset: 0, message: "the template is empty") }
    while offset < scalars.count {
      try readNext(isStop: false, inTime: false)
      notePart()
    }
  }

  private mutating func readNext(isStop: Bool, inTime: Bool) throws(NameTemplate.Fault) {
    let start = offset
    let next = scalars[offset]
    offset += 1
    switch next {
    case "%": try readCode(from: start, isStop: isStop, inTime: inTime)
    case "{":
      guard !inTime else { throw Fault(offset: start, message: "a time can't contain a capture") }
      try readCapture(from: start)
    case "}": throw Fault(offset: start, message: "\"}\" without \"{\"")
    case "*": try addAny("[^/]*", at: start)
    default:
      run.takeLiteral(next)
      if isAtStart { literalStart += String(next).utf8 }
      if Self.syntax.contains(next) { pattern += "\\" }
      pattern.unicodeScalars.append(next)
    }
  }

  private mutating func notePart() { partEnds.append((offset, pattern.unicodeScalars.count)) }

  /// Notes an element, which may appear once, or several times in `%{start:…}` or `%{stop:…}`.
  private mutating func note(
    _ element: TimeElement, isStop: Bool, inTime: Bool, at start: Int
  ) throws(NameTemplate.Fault) {
    let field = NameTemplate.Field.time(element.kind, isStop: isStop)
    if let isMarked = elements[field], !isMarked || !inTime {
      throw Fault(
        offset: start,
        message: "%\(element.rawValue) repeats an element of the \(isStop ? "stop" : "start"); "
          + "write %{start:…} and %{stop:…} for two times, or * for one of them")
    }
    elements[field] = inTime
  }

  private mutating func add(_ text: String) {
    isAtStart = false
    pattern += text
  }

  /// Adds any string without a slash.
  private mutating func addAny(_ text: String, at start: Int) throws(NameTemplate.Fault) {
    try run.take(pattern: text, at: start)
    add(text)
  }

  private mutating func readCode(
    from start: Int, isStop: Bool, inTime: Bool
  ) throws(NameTemplate.Fault) {
    guard offset < scalars.count else {
      throw Fault(offset: start, message: "\"%\" at the end; write %% for a percent sign")
    }
    let code = Character(scalars[offset])
    offset += 1
    if let element = TimeElement(code: code) {
      try note(element, isStop: isStop, inTime: inTime, at: start)
      try run.take(element, isPadded: true, at: start)
      addGroup(.time(element, isStop: isStop), text: element.pattern)
      return
    }
    switch code {
    case "-": try readUnpadded(from: start, isStop: isStop, inTime: inTime)
    case "%":
      if isAtStart { literalStart.append(0x25) }
      pattern += "%"
      run.takeLiteral("%")
    case "q", "Q": try addAny("[^/]*", at: start)
    case "{":
      guard !inTime else { throw Fault(offset: start, message: "a time can't contain a time") }
      try readTime(from: start)
    default:
      throw Fault(
        offset: start,
        message:
          "there is no code %\(code); the codes are %Y %y %m %b %B %d %j %H %M %S %f %q %Q and %%, "
          + "and without leading zeros %-m %-d %-j %-H %-M %-S")
    }
  }

  /// Reads the element after `%-`, whose digits have no leading zeros.
  private mutating func readUnpadded(
    from start: Int, isStop: Bool, inTime: Bool
  ) throws(NameTemplate.Fault) {
    let code = offset < scalars.count ? Character(scalars[offset]) : nil
    offset += 1
    guard let element = TimeElement(code: code), let text = element.unpaddedPattern else {
      throw Fault(
        offset: start,
        message: "\"%-\" needs an element of one or two digits: %-m %-d %-j %-H %-M or %-S")
    }
    try note(element, isStop: isStop, inTime: inTime, at: start)
    try run.take(element, isPadded: false, at: start)
    addGroup(.time(element, isStop: isStop), text: text)
  }

  private mutating func addGroup(_ field: NameTemplate.Field, text: String) {
    let name = "f\(fields.count)_"
    fields[name] = field
    add("(?<\(name)>\(text))")
  }

  /// Reads what follows `%{`: the word start or stop, a colon, and the elements of a time.
  private mutating func readTime(from start: Int) throws(NameTemplate.Fault) {
    let word = readName()
    guard word == "start" || word == "stop", offset < scalars.count, scalars[offset] == ":" else {
      throw Fault(offset: start, message: "write %{start:…} or %{stop:…}")
    }
    offset += 1
    while offset < scalars.count, scalars[offset] != "}" {
      try readNext(isStop: word == "stop", inTime: true)
      notePart()
    }
    guard offset < scalars.count else { throw Fault(offset: start, message: "\"{\" without \"}\"") }
    offset += 1
  }

  private mutating func readName() -> String {
    var name = ""
    while offset < scalars.count {
      let next = scalars[offset]
      guard next.isASCII,
        next.properties.isAlphabetic || next == "_" || next == "-"
          || ("0"..."9").contains(next) && !name.isEmpty
      else { break }
      name.unicodeScalars.append(next)
      offset += 1
    }
    return name
  }

  private mutating func readCapture(from start: Int) throws(NameTemplate.Fault) {
    let name = readName()
    guard !name.isEmpty else {
      throw Fault(offset: start, message: "a capture needs a name, as in {version}")
    }
    var text = name == "version" ? #"[0-9]+(?:\.[0-9]+)*"# : "[^/]+?"
    if offset < scalars.count, scalars[offset] == ":" {
      offset += 1
      text = try readPattern(from: start)
    }
    guard offset < scalars.count, scalars[offset] == "}" else {
      throw Fault(offset: start, message: "the capture \(name) has no \"}\"")
    }
    offset += 1
    try run.take(pattern: text, at: start)
    addGroup(.capture(name), text: text)
  }

  /// Reads a regular expression up to the brace that ends its capture.
  private mutating func readPattern(from start: Int) throws(NameTemplate.Fault) -> String {
    var text = ""
    var depth = 0
    while offset < scalars.count {
      let next = scalars[offset]
      if next == "}", depth == 0 { break }
      if next == "{" { depth += 1 }
      if next == "}" { depth -= 1 }
      text.unicodeScalars.append(next)
      offset += 1
      if next == "\\", offset < scalars.count {
        text.unicodeScalars.append(scalars[offset])
        offset += 1
      }
    }
    guard !text.isEmpty else { throw Fault(offset: start, message: "the pattern is empty") }
    return text
  }
}
