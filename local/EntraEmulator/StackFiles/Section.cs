using System.Globalization;
using System.Text.Json;

namespace EntraEmulator.StackFiles;

/// <summary>An object of the file, asked for its members by name. What is wrong becomes an error; what comes back then is only good for going on.</summary>
internal sealed class Section
{
    private readonly Located _node;
    private readonly StackErrors _errors;

    /// <param name="node">The value, which must be an object.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="known">The names that its members may have.</param>
    public Section(Located node, StackErrors errors, params string[] known)
    {
        (_node, _errors) = (node, errors);
        if (node.Kind != JsonValueKind.Object) errors.Add(node, "which is no object. Write one: { … }.");
        foreach (var (name, member) in node.Members)
            if (!known.Contains(name, StringComparer.Ordinal))
                errors.Add(member.NamePlace, $"{member.Path} is unknown. {(Nearest.To(name, known) is { } nearest ? $"Did you mean \"{nearest}\"?" : $"Known here: {string.Join(", ", known)}.")}");
    }

    /// <summary>Whether the member is there.</summary>
    public bool Has(string name) => _node.Members.ContainsKey(name);

    public Located? Find(string name) => _node.Members.GetValueOrDefault(name);

    /// <summary>The member, or what stands for it where the file has none.</summary>
    public Located FindOr(string name, string text) => Find(name) ?? new Located(JsonValueKind.String, _node.Place, $"{_node.Path}.{name}") { Text = text };

    /// <summary>A text that must be there.</summary>
    public string Text(string name, Rule rule) => Required(name, rule.Example) is { } value ? Check(value, rule) : "";

    /// <summary>A text that may be missing.</summary>
    public string? OptionalText(string name, Rule rule) => Find(name) is { } value ? Check(value, rule) : null;

    /// <summary>A text that no error shows, or null without it.</summary>
    public string? Secret(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.Kind != JsonValueKind.String || value.Text.Length == 0) _errors.Add(value.Place, $"{value.Path} is no text. Write one in quotes.");
        return value.Text;
    }

    public bool Flag(string name, bool usual)
    {
        if (Find(name) is not { } value) return usual;
        if (value.Kind is not (JsonValueKind.True or JsonValueKind.False)) _errors.Add(value, "which is neither true nor false. Write one of them.");
        return value.Kind == JsonValueKind.True;
    }

    public int Number(string name, string what, int least, int most) => Required(name, $"{least}") is { } value ? Number(value, what, least, most) : least;

    public int OptionalNumber(string name, string what, int least, int most, int usual) => Find(name) is { } value ? Number(value, what, least, most) : usual;

    /// <summary>The texts of a list; none where it is missing.</summary>
    public IReadOnlyList<string> Texts(string name, Rule rule) => [.. Items(name).Select(item => Check(item, rule))];

    /// <summary>The texts of a list, each of which must be one of those that are known.</summary>
    /// <param name="name">The list.</param>
    /// <param name="what">What is referred to.</param>
    /// <param name="known">The texts that there are.</param>
    public IReadOnlyList<string> References(string name, string what, IReadOnlyCollection<string> known) => [.. Items(name).Select(item => Reference(item, what, known))];

    /// <summary>A text that must be one of those that are known.</summary>
    public string Reference(Located value, string what, IReadOnlyCollection<string> known)
    {
        var text = Check(value, Rule.Text);
        if (text.Length == 0 || known.Contains(text, StringComparer.OrdinalIgnoreCase)) return known.FirstOrDefault(one => one.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? "";
        _errors.Add(value, $"and there is no such {what}. {(known.Count > 0 ? $"Known: {string.Join(", ", known.Take(20))}." : $"There is no {what} at all: add it.")}");
        return "";
    }

    /// <summary>The objects of a list; none where it is missing.</summary>
    public IEnumerable<Section> Sections(string name, params string[] known) => Items(name).Select(item => new Section(item, _errors, known)).ToList();

    /// <summary>An object that may be missing.</summary>
    public Section? OptionalSection(string name, params string[] known) => Find(name) is { } value ? new Section(value, _errors, known) : null;

    /// <summary>A member that must be there, or null after the error.</summary>
    public Located? Required(string name, string example)
    {
        if (Find(name) is { } value) return value;
        if (_node.Kind == JsonValueKind.Object)
            _errors.Add(_node.Place, $"{_node.Name} has no \"{name}\". Add it, such as \"{name}\": {example}.");
        return null;
    }

    private IReadOnlyList<Located> Items(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.Kind != JsonValueKind.Array) _errors.Add(value, "which is no list. Write one: [ … ].");
        return value.Items;
    }

    private string Check(Located value, Rule rule)
    {
        if (value.Kind == JsonValueKind.String && rule.Holds(value.Text)) return value.Text;
        _errors.Add(value, $"which is no {rule.What}. Write one such as {rule.Example}.");
        return "";
    }

    private int Number(Located value, string what, int least, int most)
    {
        if (value.Kind == JsonValueKind.Number && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        _errors.Add(value, $"which is no {what} from {least} to {most}. Write one.");
        return least;
    }
}
