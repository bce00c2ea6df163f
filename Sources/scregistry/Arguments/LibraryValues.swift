public import ArgumentParser
internal import Listings
internal import ObjectStorage
internal import RegistryPublishing
public import RegistryValidation
public import SharedCloudRegistry

extension Severity: ExpressibleByArgument {}
extension Profile: ExpressibleByArgument {}
extension Validator.Depth: ExpressibleByArgument {}

extension ListingFormat: ArgumentValue {}
extension LinkPolicy: ArgumentValue {}

extension TimeSpan: ArgumentValue {
  init(word: String) throws(WrongValue) {
    guard let span = TimeSpan(word) else {
      throw WrongValue("it must be a duration such as 90s or 10m")
    }
    self = span
  }

  var word: String { text }
}

extension SCRTime: ArgumentValue {
  init(word: String) throws(WrongValue) {
    guard let time = TimeText.typed(word) else {
      throw WrongValue("it must be a time such as 2026-01-31T00:00:00Z, a day or a year")
    }
    self = time
  }

  var word: String { text }
}
