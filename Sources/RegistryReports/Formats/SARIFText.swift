internal import Formats
internal import RegistryValidation

/// Parts of SARIF that results and notifications share.
enum SARIFText {
  /// A message in plain text.
  ///
  /// `[text](destination)` would be shown as a link; text of a file must not become one.
  static func message(_ text: String) -> JSONValue {
    var view = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "(", last == "]" { view.append(" ") }
      view.append(scalar)
      last = scalar
    }
    return ["text": .string(String(view))]
  }

  /// A location: its place in the checkout, and its true address.
  ///
  /// - Parameters:
  ///   - place: The true place.
  ///   - lookup: Finds the place in the checkout.
  ///   - message: The message, for related places.
  ///   - id: A number, for related places.
  /// - Returns: A location with one physical and one logical place.
  static func location(
    of place: Location, _ lookup: SourceLookup, message: String? = nil, id: Int? = nil
  ) -> JSONValue {
    let source = lookup.place(of: place)
    return .present([
      ("id", .count(id)),
      (
        "physicalLocation",
        ["artifactLocation": artifact(source.path), "region": region(source)]
      ),
      ("logicalLocations", [logicalLocation(of: place)]),
      ("message", message.map(Self.message)),
    ])
  }

  /// A file of the checkout.
  static func artifact(_ path: String) -> JSONValue {
    ["uri": .string(PercentEncoding.path(path)), "uriBaseId": "SRCROOT"]
  }

  private static func region(_ place: SourcePlace) -> JSONValue {
    .present([
      ("startLine", .number(place.line)), ("startColumn", .number(place.column)),
      ("endLine", .count(place.endLine)), ("endColumn", .count(place.endColumn)),
    ])
  }

  private static func logicalLocation(of place: Location) -> JSONValue {
    let name = place.uri.split(separator: "/").last.map(String.init) ?? place.uri
    let kind = place.pointer != nil ? "value" : place.row != nil ? "row" : "file"
    return [
      "name": .string(name), "fullyQualifiedName": .string(qualifiedName(of: place)),
      "kind": .string(kind),
    ]
  }

  /// The address with a fragment: `#row=812,col=1`, or a JSON pointer.
  private static func qualifiedName(of place: Location) -> String {
    if let pointer = place.pointer { return place.uri + "#" + pointer }
    let parts = [
      place.row.map { "row=\($0)" }, place.row == nil ? place.line.map { "line=\($0)" } : nil,
      place.column.map { "col=\($0)" },
    ].compactMap(\.self)
    return parts.isEmpty ? place.uri : place.uri + "#" + parts.joined(separator: ",")
  }
}
