namespace FunctionsObo.PostgreSql;

/// <summary>What a database needs before an app can use it.</summary>
public static class PostgreSqlScript
{
    /// <summary>The name of the file; in the package it lies in the folder <c>sql</c>.</summary>
    public const string FileName = "functions-obo.sql";

    /// <summary>
    /// The script: it makes the schema <c>functions_obo</c>, its tables, and the role <c>functions_obo</c> that may read and write their rows. Run it as an administrator of the database,
    /// by psql or any driver; a second run changes nothing. The app itself never makes or changes a table.
    /// </summary>
    public static string Text
    {
        get
        {
            using var reader = new StreamReader(typeof(PostgreSqlScript).Assembly.GetManifestResourceStream(FileName)!);
            return reader.ReadToEnd();
        }
    }
}
