import RegistryConformance
import Testing

@Suite("The suite")
struct SuiteTests {}
