package enum JSONSchemaModule {}
