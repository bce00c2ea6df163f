// Written by update.sh.
#include "schemas.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char conformance_requirements_json[] = {
#embed "../Conformance/requirements.json"
};

static const unsigned char documents_catalog_0_1a_json[] = {
#embed "documents/catalog-0.1a.json"
};

static const unsigned char documents_catalog_0_1b_json[] = {
#embed "documents/catalog-0.1b.json"
};

static const unsigned char documents_catalog_0_2_2_json[] = {
#embed "documents/catalog-0.2.2.json"
};

static const unsigned char documents_catalog_0_2_json[] = {
#embed "documents/catalog-0.2.json"
};

static const unsigned char documents_catalog_0_3_json[] = {
#embed "documents/catalog-0.3.json"
};

static const unsigned char documents_catalog_0_5_json[] = {
#embed "documents/catalog-0.5.json"
};

static const unsigned char documents_catalog_1_0_json[] = {
#embed "documents/catalog-1.0.json"
};

static const unsigned char documents_catalog_fields_json[] = {
#embed "documents/catalog-fields.json"
};

static const unsigned char documents_common_json[] = {
#embed "documents/common.json"
};

static const unsigned char documents_dataset_fields_json[] = {
#embed "documents/dataset-fields.json"
};

static const unsigned char documents_documents_json[] = {
#embed "documents/documents.json"
};

static const unsigned char documents_info_1_0_json[] = {
#embed "documents/info-1.0.json"
};

static const unsigned char documents_registry_0_1_json[] = {
#embed "documents/registry-0.1.json"
};

static const unsigned char documents_registry_0_2_2_json[] = {
#embed "documents/registry-0.2.2.json"
};

static const unsigned char documents_registry_0_2_json[] = {
#embed "documents/registry-0.2.json"
};

static const unsigned char documents_registry_0_3_json[] = {
#embed "documents/registry-0.3.json"
};

static const unsigned char documents_registry_0_5_json[] = {
#embed "documents/registry-0.5.json"
};

static const unsigned char documents_registry_1_0_json[] = {
#embed "documents/registry-1.0.json"
};

static const unsigned char documents_registry_fields_json[] = {
#embed "documents/registry-fields.json"
};

static const unsigned char metaschema_applicator_json[] = {
#embed "metaschema/applicator.json"
};

static const unsigned char metaschema_content_json[] = {
#embed "metaschema/content.json"
};

static const unsigned char metaschema_core_json[] = {
#embed "metaschema/core.json"
};

static const unsigned char metaschema_format_annotation_json[] = {
#embed "metaschema/format-annotation.json"
};

static const unsigned char metaschema_format_assertion_json[] = {
#embed "metaschema/format-assertion.json"
};

static const unsigned char metaschema_meta_data_json[] = {
#embed "metaschema/meta-data.json"
};

static const unsigned char metaschema_schema_json[] = {
#embed "metaschema/schema.json"
};

static const unsigned char metaschema_unevaluated_json[] = {
#embed "metaschema/unevaluated.json"
};

static const unsigned char metaschema_validation_json[] = {
#embed "metaschema/validation.json"
};

static const unsigned char own_adapter_protocol_schema_json[] = {
#embed "own/adapter-protocol.schema.json"
};

static const unsigned char own_baseline_schema_json[] = {
#embed "own/baseline.schema.json"
};

static const unsigned char own_configuration_schema_json[] = {
#embed "own/configuration.schema.json"
};

static const unsigned char own_conformance_report_schema_json[] = {
#embed "own/conformance-report.schema.json"
};

static const unsigned char own_conformance_statement_schema_json[] = {
#embed "own/conformance-statement.schema.json"
};

static const unsigned char own_difference_schema_json[] = {
#embed "own/difference.schema.json"
};

static const unsigned char own_history_schema_json[] = {
#embed "own/history.schema.json"
};

static const unsigned char own_index_table_schema_json[] = {
#embed "own/index-table.schema.json"
};

static const unsigned char own_known_failures_schema_json[] = {
#embed "own/known-failures.schema.json"
};

static const unsigned char own_mirror_object_schema_json[] = {
#embed "own/mirror-object.schema.json"
};

static const unsigned char own_mirror_part_schema_json[] = {
#embed "own/mirror-part.schema.json"
};

static const unsigned char own_mirror_statement_schema_json[] = {
#embed "own/mirror-statement.schema.json"
};

static const unsigned char own_mission_schema_json[] = {
#embed "own/mission.schema.json"
};

static const unsigned char own_ndjson_line_schema_json[] = {
#embed "own/ndjson-line.schema.json"
};

static const unsigned char own_plan_schema_json[] = {
#embed "own/plan.schema.json"
};

static const unsigned char own_report_schema_json[] = {
#embed "own/report.schema.json"
};

static const unsigned char own_rules_schema_json[] = {
#embed "own/rules.schema.json"
};

static const unsigned char own_site_schema_json[] = {
#embed "own/site.schema.json"
};

static const unsigned char own_snapshot_schema_json[] = {
#embed "own/snapshot.schema.json"
};

static const unsigned char own_suite_case_schema_json[] = {
#embed "own/suite-case.schema.json"
};

static const unsigned char own_suite_requirements_schema_json[] = {
#embed "own/suite-requirements.schema.json"
};

static const unsigned char own_suite_units_schema_json[] = {
#embed "own/suite-units.schema.json"
};

static const unsigned char own_suite_schema_json[] = {
#embed "own/suite.schema.json"
};

static const unsigned char rules_catalog_yaml[] = {
#embed "rules/catalog.yaml"
};

static const unsigned char rules_configuration_yaml[] = {
#embed "rules/configuration.yaml"
};

static const unsigned char rules_crossfile_yaml[] = {
#embed "rules/crossfile.yaml"
};

static const unsigned char rules_dataset_yaml[] = {
#embed "rules/dataset.yaml"
};

static const unsigned char rules_index_yaml[] = {
#embed "rules/index.yaml"
};

static const unsigned char rules_info_yaml[] = {
#embed "rules/info.yaml"
};

static const unsigned char rules_mirror_yaml[] = {
#embed "rules/mirror.yaml"
};

static const unsigned char rules_object_yaml[] = {
#embed "rules/object.yaml"
};

static const unsigned char rules_registry_yaml[] = {
#embed "rules/registry.yaml"
};

static const unsigned char rules_syntax_yaml[] = {
#embed "rules/syntax.yaml"
};

static const unsigned char rules_time_yaml[] = {
#embed "rules/time.yaml"
};

static const unsigned char tables_index_0_1a_json[] = {
#embed "tables/index-0.1a.json"
};

static const unsigned char tables_index_0_1b_json[] = {
#embed "tables/index-0.1b.json"
};

static const unsigned char tables_index_0_2_2_json[] = {
#embed "tables/index-0.2.2.json"
};

static const unsigned char tables_index_0_2_json[] = {
#embed "tables/index-0.2.json"
};

static const unsigned char tables_index_0_3_json[] = {
#embed "tables/index-0.3.json"
};

static const unsigned char tables_index_0_5_json[] = {
#embed "tables/index-0.5.json"
};

static const unsigned char tables_index_1_0_json[] = {
#embed "tables/index-1.0.json"
};

const registry_schema_file registry_schema_files[] = {
  {"conformance/requirements.json", conformance_requirements_json, sizeof conformance_requirements_json},
  {"documents/catalog-0.1a.json", documents_catalog_0_1a_json, sizeof documents_catalog_0_1a_json},
  {"documents/catalog-0.1b.json", documents_catalog_0_1b_json, sizeof documents_catalog_0_1b_json},
  {"documents/catalog-0.2.2.json", documents_catalog_0_2_2_json, sizeof documents_catalog_0_2_2_json},
  {"documents/catalog-0.2.json", documents_catalog_0_2_json, sizeof documents_catalog_0_2_json},
  {"documents/catalog-0.3.json", documents_catalog_0_3_json, sizeof documents_catalog_0_3_json},
  {"documents/catalog-0.5.json", documents_catalog_0_5_json, sizeof documents_catalog_0_5_json},
  {"documents/catalog-1.0.json", documents_catalog_1_0_json, sizeof documents_catalog_1_0_json},
  {"documents/catalog-fields.json", documents_catalog_fields_json, sizeof documents_catalog_fields_json},
  {"documents/common.json", documents_common_json, sizeof documents_common_json},
  {"documents/dataset-fields.json", documents_dataset_fields_json, sizeof documents_dataset_fields_json},
  {"documents/documents.json", documents_documents_json, sizeof documents_documents_json},
  {"documents/info-1.0.json", documents_info_1_0_json, sizeof documents_info_1_0_json},
  {"documents/registry-0.1.json", documents_registry_0_1_json, sizeof documents_registry_0_1_json},
  {"documents/registry-0.2.2.json", documents_registry_0_2_2_json, sizeof documents_registry_0_2_2_json},
  {"documents/registry-0.2.json", documents_registry_0_2_json, sizeof documents_registry_0_2_json},
  {"documents/registry-0.3.json", documents_registry_0_3_json, sizeof documents_registry_0_3_json},
  {"documents/registry-0.5.json", documents_registry_0_5_json, sizeof documents_registry_0_5_json},
  {"documents/registry-1.0.json", documents_registry_1_0_json, sizeof documents_registry_1_0_json},
  {"documents/registry-fields.json", documents_registry_fields_json, sizeof documents_registry_fields_json},
  {"metaschema/applicator.json", metaschema_applicator_json, sizeof metaschema_applicator_json},
  {"metaschema/content.json", metaschema_content_json, sizeof metaschema_content_json},
  {"metaschema/core.json", metaschema_core_json, sizeof metaschema_core_json},
  {"metaschema/format-annotation.json", metaschema_format_annotation_json, sizeof metaschema_format_annotation_json},
  {"metaschema/format-assertion.json", metaschema_format_assertion_json, sizeof metaschema_format_assertion_json},
  {"metaschema/meta-data.json", metaschema_meta_data_json, sizeof metaschema_meta_data_json},
  {"metaschema/schema.json", metaschema_schema_json, sizeof metaschema_schema_json},
  {"metaschema/unevaluated.json", metaschema_unevaluated_json, sizeof metaschema_unevaluated_json},
  {"metaschema/validation.json", metaschema_validation_json, sizeof metaschema_validation_json},
  {"own/adapter-protocol.schema.json", own_adapter_protocol_schema_json, sizeof own_adapter_protocol_schema_json},
  {"own/baseline.schema.json", own_baseline_schema_json, sizeof own_baseline_schema_json},
  {"own/configuration.schema.json", own_configuration_schema_json, sizeof own_configuration_schema_json},
  {"own/conformance-report.schema.json", own_conformance_report_schema_json, sizeof own_conformance_report_schema_json},
  {"own/conformance-statement.schema.json", own_conformance_statement_schema_json, sizeof own_conformance_statement_schema_json},
  {"own/difference.schema.json", own_difference_schema_json, sizeof own_difference_schema_json},
  {"own/history.schema.json", own_history_schema_json, sizeof own_history_schema_json},
  {"own/index-table.schema.json", own_index_table_schema_json, sizeof own_index_table_schema_json},
  {"own/known-failures.schema.json", own_known_failures_schema_json, sizeof own_known_failures_schema_json},
  {"own/mirror-object.schema.json", own_mirror_object_schema_json, sizeof own_mirror_object_schema_json},
  {"own/mirror-part.schema.json", own_mirror_part_schema_json, sizeof own_mirror_part_schema_json},
  {"own/mirror-statement.schema.json", own_mirror_statement_schema_json, sizeof own_mirror_statement_schema_json},
  {"own/mission.schema.json", own_mission_schema_json, sizeof own_mission_schema_json},
  {"own/ndjson-line.schema.json", own_ndjson_line_schema_json, sizeof own_ndjson_line_schema_json},
  {"own/plan.schema.json", own_plan_schema_json, sizeof own_plan_schema_json},
  {"own/report.schema.json", own_report_schema_json, sizeof own_report_schema_json},
  {"own/rules.schema.json", own_rules_schema_json, sizeof own_rules_schema_json},
  {"own/site.schema.json", own_site_schema_json, sizeof own_site_schema_json},
  {"own/snapshot.schema.json", own_snapshot_schema_json, sizeof own_snapshot_schema_json},
  {"own/suite-case.schema.json", own_suite_case_schema_json, sizeof own_suite_case_schema_json},
  {"own/suite-requirements.schema.json", own_suite_requirements_schema_json, sizeof own_suite_requirements_schema_json},
  {"own/suite-units.schema.json", own_suite_units_schema_json, sizeof own_suite_units_schema_json},
  {"own/suite.schema.json", own_suite_schema_json, sizeof own_suite_schema_json},
  {"rules/catalog.yaml", rules_catalog_yaml, sizeof rules_catalog_yaml},
  {"rules/configuration.yaml", rules_configuration_yaml, sizeof rules_configuration_yaml},
  {"rules/crossfile.yaml", rules_crossfile_yaml, sizeof rules_crossfile_yaml},
  {"rules/dataset.yaml", rules_dataset_yaml, sizeof rules_dataset_yaml},
  {"rules/index.yaml", rules_index_yaml, sizeof rules_index_yaml},
  {"rules/info.yaml", rules_info_yaml, sizeof rules_info_yaml},
  {"rules/mirror.yaml", rules_mirror_yaml, sizeof rules_mirror_yaml},
  {"rules/object.yaml", rules_object_yaml, sizeof rules_object_yaml},
  {"rules/registry.yaml", rules_registry_yaml, sizeof rules_registry_yaml},
  {"rules/syntax.yaml", rules_syntax_yaml, sizeof rules_syntax_yaml},
  {"rules/time.yaml", rules_time_yaml, sizeof rules_time_yaml},
  {"tables/index-0.1a.json", tables_index_0_1a_json, sizeof tables_index_0_1a_json},
  {"tables/index-0.1b.json", tables_index_0_1b_json, sizeof tables_index_0_1b_json},
  {"tables/index-0.2.2.json", tables_index_0_2_2_json, sizeof tables_index_0_2_2_json},
  {"tables/index-0.2.json", tables_index_0_2_json, sizeof tables_index_0_2_json},
  {"tables/index-0.3.json", tables_index_0_3_json, sizeof tables_index_0_3_json},
  {"tables/index-0.5.json", tables_index_0_5_json, sizeof tables_index_0_5_json},
  {"tables/index-1.0.json", tables_index_1_0_json, sizeof tables_index_1_0_json},
  {0, 0, 0},
};
const size_t registry_schema_file_count =
    sizeof registry_schema_files / sizeof registry_schema_files[0] - 1;
