/// How a page of the reference is written.
enum PageForm: String, CaseIterable, ArgumentValue {
  case text
  case json
  case markdown

  /// Chooses one of the forms.
  func bytes(
    text: @autoclosure () -> String, json: @autoclosure () -> [UInt8],
    markdown: @autoclosure () -> String
  ) -> [UInt8] {
    switch self {
    case .text: Array(text().utf8)
    case .json: json()
    case .markdown: Array(markdown().utf8)
    }
  }
}
