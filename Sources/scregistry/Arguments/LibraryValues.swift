public import ArgumentParser
public import RegistryValidation
public import SharedCloudRegistry

extension Severity: ExpressibleByArgument {}
extension Profile: ExpressibleByArgument {}
extension Validator.Depth: ExpressibleByArgument {}
extension RecordFormat: ExpressibleByArgument {}
