public import ArgumentParser
public import RegistryMirrors

extension AssuranceLevel: ExpressibleByArgument {}
extension RepairList.Form: ExpressibleByArgument {}
