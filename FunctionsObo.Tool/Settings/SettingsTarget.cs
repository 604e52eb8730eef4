using System.Text;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Settings;

/// <summary>The <c>local.settings.json</c> that is changed, or made when there is none.</summary>
internal sealed class SettingsTarget
{
    /// <summary>What a new file is made of, if the folder has it.</summary>
    public const string Sample = "tenant.settings.sample.json";

    private const string Bare = """
        {
          "IsEncrypted": false,
          "Values": {
            "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated",
            "AzureWebJobsStorage": "",

            "AzureAd__Instance": "https://login.microsoftonline.com/"
          }
        }

        """;

    private SettingsTarget(string folder, string name) => (Name, Path) = (name, System.IO.Path.GetFullPath(name, folder));

    /// <summary>As it was asked for.</summary>
    public string Name { get; }

    public string Path { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public bool IsNew => !File.Exists(Path);

    /// <param name="terminal">Where the folder is.</param>
    /// <param name="name">Another file than the usual one; it need not be there.</param>
    /// <exception cref="UsageException">It is no file that can be changed.</exception>
    public static SettingsTarget Open(Terminal terminal, string? name)
    {
        var target = new SettingsTarget(terminal.Folder, name ?? SettingsFile.Usual);
        return target.IsNew || !SettingsFile.Read(terminal.Folder, target.Name).IsOfAzure
            ? target
            : throw new UsageException($"{target.Name} is what an app in Azure has, and only a local.settings.json can be written: name one with --settings.");
    }

    /// <summary>The file to read settings from: this one, or the sample that it will be made of; null for none.</summary>
    public string? Source => !IsNew ? Path : File.Exists(SamplePath) ? SamplePath : null;

    /// <summary>What the file says, or the new one would say, by configuration key.</summary>
    public IReadOnlyDictionary<string, string> Values => SettingsFile.Parse(Name, Text).Values;

    /// <exception cref="UsageException">It cannot be written.</exception>
    public void CheckWritable() => OwnerOnlyFile.CheckPlace(Path, Name);

    /// <summary>Reads the file again, in case somebody edited it meanwhile, and writes it with these changes.</summary>
    /// <param name="changes">By configuration key; null takes a setting out.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="UsageException">Somebody broke it meanwhile.</exception>
    public void Write(IReadOnlyDictionary<string, string?> changes)
    {
        var text = Text;
        _ = SettingsFile.Parse(Name, text);
        OwnerOnlyFile.Replace(Path, SettingsText.Change(text, changes));
    }

    private string Text => Source is { } source ? File.ReadAllText(source, Encoding.UTF8) : Bare;

    private string SamplePath => System.IO.Path.Combine(Folder, Sample);
}
