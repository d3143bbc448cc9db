actions    = null
never_null = null
