internal import CRegistrySchemas

package func test() -> Int { Int(registry_schema_file_count) }
