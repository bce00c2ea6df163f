public import ArgumentParser
public import RegistryValidation

extension Severity: ExpressibleByArgument {}
extension Profile: ExpressibleByArgument {}
extension Validator.Depth: ExpressibleByArgument {}
