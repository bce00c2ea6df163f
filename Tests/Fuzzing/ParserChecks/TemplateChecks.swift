import RegistryValidation

@testable import Patterns
@testable import RegistryPublishing

extension ParserCheck {
  /// Templates of names, and mission files.
  static let templates = [
    ParserCheck("template", template),
    ParserCheck("mission", mission),
  ]

  /// A name that matches begins like the template.
  @Sendable private static func template(_ bytes: [UInt8]) -> String? {
    let (source, name) = Input.halves(bytes)
    if let expression = try? NameTemplate(regularExpression: source) {
      _ = match(Array(name.utf8), by: expression)
    }
    do throws(NameTemplate.Fault) {
      let template = try NameTemplate(source)
      let key = Array(name.utf8)
      guard match(key, by: template) else { return nil }
      return key.starts(with: template.literalStart) ? nil : "it begins otherwise"
    } catch {
      let isInside = (0...source.unicodeScalars.count).contains(error.offset)
      return isInside && !error.message.isEmpty ? nil : "\(error)"
    }
  }

  private static func match(_ key: [UInt8], by template: NameTemplate) -> Bool {
    var slots = CaptureSlots()
    var matcher = NameMatcher(template, into: &slots)
    var place = NamedPlace(captures: slots.names.count)
    let isMatched = matcher.match(key.span, range: 0..<key.count, into: &place)
    _ = try? place.times.instants()
    return isMatched
  }

  @Sendable private static func mission(_ bytes: [UInt8]) -> String? {
    do throws(ConfigurationError) {
      _ = try MissionReader.read(bytes, path: "mission.yml")
      return nil
    } catch {
      return error.faults.isEmpty ? "no fault" : nil
    }
  }
}
